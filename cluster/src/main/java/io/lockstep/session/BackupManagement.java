package io.lockstep.session;

/**
 * How a node's backups are looked after.
 *
 * @param selector picks the node for a backup; used by this node alone
 * @param periods how often the tasks run
 */
public record BackupManagement(BackupSelector selector, BackupPeriods periods) {
  /** A {@link LeastLoadedSelector}, and the tasks as often as by default. */
  public static BackupManagement defaults() {
    return new BackupManagement(new LeastLoadedSelector(), BackupPeriods.defaults());
  }

  /** The same with another selector. */
  public BackupManagement withSelector(BackupSelector newSelector) {
    return new BackupManagement(newSelector, periods);
  }

  /** The same with other periods. */
  public BackupManagement withPeriods(BackupPeriods newPeriods) {
    return new BackupManagement(selector, newPeriods);
  }
}
