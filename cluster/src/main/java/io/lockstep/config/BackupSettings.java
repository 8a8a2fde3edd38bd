package io.lockstep.config;

import io.lockstep.session.BackupPeriods;

/**
 * How backups are looked after: the document's three managers of them.
 *
 * @param selector the class that picks the node for a backup, or {@link #LEAST_LOADED}
 * @param store the class that holds backups, or {@link #IN_MEMORY}
 * @param periods how often their tasks run
 */
public record BackupSettings(String selector, String store, BackupPeriods periods) {
  /** Picks the node with the fewest sessions and backups, on another machine. */
  public static final String LEAST_LOADED = "least-loaded";

  /** Holds backups in memory. */
  public static final String IN_MEMORY = "memory";

  /** Throws {@link IllegalArgumentException} that names the setting and what is allowed. */
  public BackupSettings {
    Catalogue.BACKUP_SELECTOR.check(selector);
    Catalogue.BACKUP_STORE.check(store);
  }

  /** The document's. */
  public static BackupSettings defaults() {
    return new BackupSettings(LEAST_LOADED, IN_MEMORY, BackupPeriods.defaults());
  }
}
