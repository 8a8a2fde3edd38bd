package io.lockstep.session;

import io.lockstep.time.EventLoop;
import java.util.EnumMap;
import java.util.Map;

/** The tasks of the reference's three managers of backups. Lives on the loop. */
final class BackupTasks {
  private final Map<BackupTaskKind, BackupTask> tasks = new EnumMap<>(BackupTaskKind.class);
  private final Verification verification;

  BackupTasks(
      EventLoop loop,
      BackupPeriods periods,
      Replicator replicator,
      Verification verification,
      Expiry expiry,
      CopyRequests requests) {
    this.verification = verification;
    tasks.put(
        BackupTaskKind.ASSIGNMENT,
        new BackupTask(loop, periods.assignment(), replicator.assigner()::assignAll));
    tasks.put(
        BackupTaskKind.VERIFICATION,
        new BackupTask(loop, periods.verification(), verification::run));
    tasks.put(BackupTaskKind.CLEANUP, new BackupTask(loop, periods.cleanup(), expiry::cleanUp));
    tasks.put(
        BackupTaskKind.RESEND, new BackupTask(loop, periods.resend(), replicator::watchBehind));
    tasks.put(BackupTaskKind.REQUEST, new BackupTask(loop, periods.request(), requests::repeat));
  }

  void start() {
    tasks.values().forEach(BackupTask::start);
  }

  void close() {
    tasks.values().forEach(BackupTask::close);
    verification.close();
  }
}
