package io.lockstep.store;

import java.time.Duration;

/**
 * How shared stores are replicated.
 *
 * @param maxEntryBytes the largest entry, key and value serialised; 1 MB by default, 1 to {@value
 *     #LARGEST_ENTRY}
 * @param statusPeriod how often a node tells all others what it has; 10 s by default, positive
 */
public record StoreSettings(int maxEntryBytes, Duration statusPeriod) {
  /** The largest limit, in bytes: an entry has to fit into a message. */
  public static final int LARGEST_ENTRY = 15 * 1024 * 1024;

  /** Throws {@link IllegalArgumentException} that names the setting and what is allowed. */
  public StoreSettings {
    if (maxEntryBytes < 1 || maxEntryBytes > LARGEST_ENTRY) {
      throw new IllegalArgumentException(
          "store-max-entry-size \"%d\": allowed is 1 to %d"
              .formatted(maxEntryBytes, LARGEST_ENTRY));
    }
    if (statusPeriod.isNegative() || statusPeriod.isZero()) {
      throw new IllegalArgumentException(
          "store-status-period \"%s\": allowed is a positive time".formatted(statusPeriod));
    }
  }

  public static StoreSettings defaults() {
    return new StoreSettings(1024 * 1024, Duration.ofSeconds(10));
  }
}
