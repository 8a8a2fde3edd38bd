package io.lockstep.config;

import java.time.Duration;

/**
 * How backups are looked after: the document's three managers of them.
 *
 * @param selector the class that picks the node for a backup, or {@link #LEAST_LOADED}
 * @param assignmentPeriod how often sessions without a backup are looked after; positive, like all
 *     periods
 * @param verificationPeriod how often sessions are compared with their backups
 * @param store the class that holds backups, or {@link #IN_MEMORY}
 * @param cleanupPeriod how often backups that nobody needs are looked for
 * @param resendPeriod how often an owner resends what a backup lacks
 * @param requestPeriod how often a backup asks for what it lacks
 */
public record BackupSettings(
    String selector,
    Duration assignmentPeriod,
    Duration verificationPeriod,
    String store,
    Duration cleanupPeriod,
    Duration resendPeriod,
    Duration requestPeriod) {
  /** Picks the node with the fewest sessions and backups, on another machine. */
  public static final String LEAST_LOADED = "least-loaded";

  /** Holds backups in memory. */
  public static final String IN_MEMORY = "memory";

  /** Throws {@link IllegalArgumentException} that names the setting and what is allowed. */
  public BackupSettings {
    Catalogue.BACKUP_SELECTOR.check(selector);
    Catalogue.BACKUP_STORE.check(store);
    check("backup-session-task-period", assignmentPeriod);
    check("backup-verification-task-period", verificationPeriod);
    check("backup-cleanup-period", cleanupPeriod);
    check("resend-task-period", resendPeriod);
    check("request-task-period", requestPeriod);
  }

  private static void check(String name, Duration period) {
    if (period.isNegative() || period.isZero()) {
      throw new IllegalArgumentException(
          "%s \"%s\": allowed is a positive time".formatted(name, period));
    }
  }

  /** The document's. */
  public static BackupSettings defaults() {
    return new BackupSettings(
        LEAST_LOADED,
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        IN_MEMORY,
        Duration.ofMinutes(5),
        Duration.ofSeconds(30),
        Duration.ofSeconds(30));
  }
}
