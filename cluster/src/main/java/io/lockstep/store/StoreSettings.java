package io.lockstep.store;

import java.time.Duration;

/**
 * How shared stores are replicated.
 *
 * @param maxEntryBytes the largest entry, key and value serialised; 1 MB by default, 1 to {@value
 *     #LARGEST_ENTRY}
 * @param maxBytes how much the entries of one store may have, keys and values serialised; 1 GB by
 *     default, 1 to {@value #LARGEST_STORE}. A put beyond it is refused, and what other nodes have
 *     put is taken all the same
 * @param statusPeriod how often a node tells all others what it has; 10 s by default, positive
 * @param maxAbsence how long removals are remembered for a server that was killed or cut off; a day
 *     by default, not negative
 */
public record StoreSettings(
    int maxEntryBytes, long maxBytes, Duration statusPeriod, Duration maxAbsence) {
  /** The largest limit of an entry, in bytes: it has to fit into a message. */
  public static final int LARGEST_ENTRY = 15 * 1024 * 1024;

  /** The largest limit of a store, in bytes. */
  public static final long LARGEST_STORE = 1L << 40;

  /** Throws {@link IllegalArgumentException} that names the setting and what is allowed. */
  public StoreSettings {
    check("stores.max-entry-size", maxEntryBytes, LARGEST_ENTRY);
    check("stores.max-size", maxBytes, LARGEST_STORE);
    if (statusPeriod.isNegative() || statusPeriod.isZero()) {
      throw new IllegalArgumentException(
          "stores.status-period \"%s\": allowed is a positive time".formatted(statusPeriod));
    }
    if (maxAbsence.isNegative()) {
      throw new IllegalArgumentException(
          "stores.max-absence \"%s\": allowed is a time, not negative".formatted(maxAbsence));
    }
  }

  private static void check(String setting, long bytes, long most) {
    if (bytes < 1 || bytes > most) {
      throw new IllegalArgumentException(
          "%s \"%d\": allowed is 1 to %d".formatted(setting, bytes, most));
    }
  }

  public static StoreSettings defaults() {
    return new StoreSettings(1 << 20, 1L << 30, Duration.ofSeconds(10), Duration.ofDays(1));
  }
}
