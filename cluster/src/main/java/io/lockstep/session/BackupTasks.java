package io.lockstep.session;

import io.lockstep.report.NodeReport.TaskReport;
import io.lockstep.time.EventLoop;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntSupplier;

/** The tasks of the reference's three managers of backups. Lives on the loop. */
final class BackupTasks {
  private final EventLoop loop;
  private final Map<BackupTaskKind, BackupTask> tasks = new EnumMap<>(BackupTaskKind.class);
  private final Verification verification;

  BackupTasks(
      EventLoop loop,
      BackupPeriods periods,
      Replicator replicator,
      Verification verification,
      Expiry expiry,
      CopyRequests requests) {
    this.loop = loop;
    this.verification = verification;
    BackupAssigner assigner = replicator.assigner();
    add(BackupTaskKind.ASSIGNMENT, periods.assignment(), assigner::assignAll, assigner::pending);
    add(
        BackupTaskKind.VERIFICATION,
        periods.verification(),
        verification::run,
        verification::pending);
    add(BackupTaskKind.CLEANUP, periods.cleanup(), expiry::cleanUp, () -> 0);
    add(BackupTaskKind.RESEND, periods.resend(), replicator::watchBehind, replicator::behind);
    add(BackupTaskKind.REQUEST, periods.request(), requests::repeat, requests::pending);
  }

  private void add(BackupTaskKind kind, Duration period, Runnable work, IntSupplier pending) {
    tasks.put(kind, new BackupTask(loop, kind, period, work, pending));
  }

  void start() {
    tasks.values().forEach(BackupTask::start);
  }

  void close() {
    tasks.values().forEach(BackupTask::close);
    verification.close();
  }

  void run(BackupTaskKind kind) {
    Objects.requireNonNull(tasks.get(kind)).run();
  }

  List<TaskReport> report() {
    return tasks.values().stream().map(BackupTask::report).toList();
  }
}
