package io.lockstep.config;

import io.lockstep.store.StoreSettings;
import java.time.Duration;
import java.util.List;

/** The settings of shared stores; their elements are below {@code <server>}. */
final class StoreCatalogue {
  private static final String STORES = "lockstep/stores/";

  static final Setting<Long> MAX_ENTRY_SIZE =
      Setting.of(
          "stores.max-entry-size",
          STORES + "max-entry-size",
          ValueTypes.size(StoreSettings.LARGEST_ENTRY, "15 MB"),
          "1 MB",
          "the largest entry, key and value serialised; a larger one is refused where it is put");
  static final Setting<Long> MAX_SIZE =
      Setting.of(
          "stores.max-size",
          STORES + "max-size",
          ValueTypes.size(StoreSettings.LARGEST_STORE, "1 TB"),
          "1 GB",
          "how much the entries of one store may have, keys and values serialised; a put beyond it"
              + " is refused, what other servers have put is taken");
  static final Setting<Duration> STATUS_PERIOD =
      Setting.of(
          "stores.status-period",
          STORES + "status-period",
          ValueTypes.POSITIVE_TIME,
          "10 sec",
          "how often a server tells the others what it has of each store, so that what is missing"
              + " or different is found; the same on every server");
  static final Setting<Duration> MAX_ABSENCE =
      Setting.of(
          "stores.max-absence",
          STORES + "max-absence",
          ValueTypes.TIME,
          "1 day",
          "how long removals are remembered for a server that was killed or cut off; one that comes"
              + " back later may bring back what it had put itself");

  static final List<Setting<?>> ALL = List.of(MAX_ENTRY_SIZE, MAX_SIZE, STATUS_PERIOD, MAX_ABSENCE);

  private StoreCatalogue() {}
}
