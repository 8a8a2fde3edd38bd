package io.lockstep.session;

import io.lockstep.report.NodeReport.TaskReport;
import io.lockstep.time.EventLoop;
import java.time.Duration;
import java.util.function.IntSupplier;

/** Runs each period, and at once when somebody asks. Lives on the loop. */
final class BackupTask {
  private final EventLoop loop;
  private final BackupTaskKind kind;
  private final Duration period;
  private final Runnable work;
  private final IntSupplier pending;
  private long runs;
  private long lastRunMs;
  private boolean closed;

  /**
   * A task that has not begun.
   *
   * @param pending for how many sessions it has something to do
   */
  BackupTask(
      EventLoop loop, BackupTaskKind kind, Duration period, Runnable work, IntSupplier pending) {
    this.loop = loop;
    this.kind = kind;
    this.period = period;
    this.work = work;
    this.pending = pending;
  }

  void start() {
    loop.schedule(period, this::runAndGoOn);
  }

  void close() {
    closed = true;
  }

  private void runAndGoOn() {
    if (!closed) {
      run();
      start();
    }
  }

  void run() {
    if (!closed) {
      runs++;
      lastRunMs = loop.now().toEpochMilli();
      work.run();
    }
  }

  TaskReport report() {
    return new TaskReport(kind.taskName(), period.toMillis(), runs, lastRunMs, pending.getAsInt());
  }
}
