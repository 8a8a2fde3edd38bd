package io.lockstep.session;

import java.util.Arrays;
import java.util.Optional;

/** The periodic tasks that look after backups, by the names that their settings begin with. */
public enum BackupTaskKind {
  /** Gives sessions the backups that they lack. */
  ASSIGNMENT("backup-session-task"),
  /** Compares sessions with their backups. */
  VERIFICATION("backup-verification-task"),
  /** Drops backups that nobody needs. */
  CLEANUP("backup-cleanup"),
  /** Resends what backups lack. */
  RESEND("resend-task"),
  /** Asks owners for what this node's backups lack. */
  REQUEST("request-task");

  private final String taskName;

  BackupTaskKind(String taskName) {
    this.taskName = taskName;
  }

  /** Its name in settings, reports and the console. */
  public String taskName() {
    return taskName;
  }

  /** The task of that name; empty when there is none. */
  public static Optional<BackupTaskKind> named(String name) {
    return Arrays.stream(values()).filter(kind -> kind.taskName.equals(name)).findFirst();
  }
}
