package io.lockstep.session;

import io.lockstep.time.EventLoop;
import java.util.EnumMap;
import java.util.Map;

/** The tasks of the reference's three managers of backups. Lives on the loop. */
final class BackupTasks {
  private final Map<BackupTaskKind, BackupTask> tasks = new EnumMap<>(BackupTaskKind.class);

  BackupTasks(EventLoop loop, BackupPeriods periods, BackupAssigner assigner, Expiry expiry) {
    tasks.put(
        BackupTaskKind.ASSIGNMENT, new BackupTask(loop, periods.assignment(), assigner::assignAll));
    tasks.put(BackupTaskKind.CLEANUP, new BackupTask(loop, periods.cleanup(), expiry::cleanUp));
  }

  void start() {
    tasks.values().forEach(BackupTask::start);
  }

  void close() {
    tasks.values().forEach(BackupTask::close);
  }
}
