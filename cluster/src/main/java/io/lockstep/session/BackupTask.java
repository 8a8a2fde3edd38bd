package io.lockstep.session;

import io.lockstep.time.EventLoop;
import java.time.Duration;

/** Runs each period, and at once when somebody asks. Lives on the loop. */
final class BackupTask {
  private final EventLoop loop;
  private final Duration period;
  private final Runnable work;
  private boolean closed;

  BackupTask(EventLoop loop, Duration period, Runnable work) {
    this.loop = loop;
    this.period = period;
    this.work = work;
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
      work.run();
    }
  }
}
