package io.lockstep.session;

import java.time.Duration;

/**
 * How often the tasks run that look after backups; all are positive.
 *
 * @param assignment how often sessions without a backup are looked after; 1 min by default
 * @param verification how often sessions are compared with their backups; 5 min by default
 * @param cleanup how often backups that nobody needs are looked for; 5 min by default
 * @param resend how often an owner resends what a backup lacks; 30 s by default
 * @param request how often a backup asks for what it lacks; 30 s by default
 */
public record BackupPeriods(
    Duration assignment,
    Duration verification,
    Duration cleanup,
    Duration resend,
    Duration request) {
  /** Throws {@link IllegalArgumentException} that names the setting and what is allowed. */
  public BackupPeriods {
    check("backup-session-task-period", assignment);
    check("backup-verification-task-period", verification);
    check("backup-cleanup-period", cleanup);
    check("resend-task-period", resend);
    check("request-task-period", request);
  }

  private static void check(String name, Duration period) {
    if (period.isNegative() || period.isZero()) {
      throw new IllegalArgumentException(
          "%s \"%s\": allowed is a positive time".formatted(name, period));
    }
  }

  /** The defaults. */
  public static BackupPeriods defaults() {
    return new BackupPeriods(
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofMinutes(5),
        Duration.ofSeconds(30),
        Duration.ofSeconds(30));
  }
}
