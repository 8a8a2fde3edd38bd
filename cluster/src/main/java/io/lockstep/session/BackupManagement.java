package io.lockstep.session;

import java.util.Optional;

/**
 * How a node's backups are looked after.
 *
 * @param selector picks the node for a backup; used by this node alone
 * @param store keeps the attributes of the backups here; used, and closed, by this node alone;
 *     empty: they stay in memory
 * @param periods how often the tasks run
 */
public record BackupManagement(
    BackupSelector selector, Optional<BackupStore> store, BackupPeriods periods) {
  /** A {@link LeastLoadedSelector}, backups in memory, and the tasks as often as by default. */
  public static BackupManagement defaults() {
    return new BackupManagement(
        new LeastLoadedSelector(), Optional.empty(), BackupPeriods.defaults());
  }

  /** The same with another selector. */
  public BackupManagement withSelector(BackupSelector newSelector) {
    return new BackupManagement(newSelector, store, periods);
  }

  /** The same with the backups' attributes in that store. */
  public BackupManagement withStore(BackupStore newStore) {
    return new BackupManagement(selector, Optional.of(newStore), periods);
  }

  /** The same with other periods. */
  public BackupManagement withPeriods(BackupPeriods newPeriods) {
    return new BackupManagement(selector, store, newPeriods);
  }
}
