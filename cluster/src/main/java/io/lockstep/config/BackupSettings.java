package io.lockstep.config;

import io.lockstep.session.BackupPeriods;

/**
 * How backups are looked after: the document's three managers of them.
 *
 * @param selector the class that picks the node for a backup, or {@link #LEAST_LOADED}
 * @param store the class that keeps the attributes of backups, {@link #IN_MEMORY} or {@link
 *     #IN_DIRECT_MEMORY}
 * @param periods how often their tasks run
 */
public record BackupSettings(String selector, String store, BackupPeriods periods) {
  /** Picks the node with the fewest sessions and backups, on another machine. */
  public static final String LEAST_LOADED = "least-loaded";

  /** Keeps backups in the heap. */
  public static final String IN_MEMORY = "memory";

  /** Keeps the attributes of backups in direct memory. */
  public static final String IN_DIRECT_MEMORY = "direct-memory";

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
