package io.lockstep.testkit.simulation;

import io.lockstep.report.NodeReport;
import io.lockstep.report.NodeReport.BackupReport;
import io.lockstep.session.BackupManagement;
import io.lockstep.testkit.backup.MapBackupStore;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * In every fourth seed backups are kept in stores, which are full now and then while all is busy;
 * what is kept must be that of the backups there are. Which seeds, and what is refused, uses none
 * of the world's randomness, so that the plan of a seed stays what it is.
 */
final class StoredBackups {
  private static final int SHARE = 4;
  private static final int FULL = 500;
  private static final int MOST_MORE = 20;

  private final World world;
  private final Duration busy;
  private final RandomGenerator random;
  private final Map<ServerProcess, MapBackupStore> stores = new LinkedHashMap<>();

  StoredBackups(World world, Duration busy) {
    this.world = world;
    this.busy = busy;
    random = new SplittableRandom(world.seed);
  }

  /** The same, with a store for the process where there are stores. */
  BackupManagement forProcess(ServerProcess process, BackupManagement backups) {
    if (world.seed % SHARE != 1) {
      return backups;
    }
    var store = new MapBackupStore(new Fullness()::refuses);
    stores.put(process, store);
    return backups.withStore(store);
  }

  /** A store that refuses a value refuses some more after it. */
  private final class Fullness {
    private int more;

    boolean refuses() {
      if (world.nanos() >= busy.toNanos()) {
        return false;
      }
      if (more > 0) {
        more--;
        return true;
      }
      boolean begins = random.nextInt(FULL) == 0;
      more = begins ? random.nextInt(MOST_MORE + 1) : 0;
      return begins;
    }
  }

  /**
   * Whether the process keeps more than its backups have, which the report counts with the names of
   * their attributes.
   *
   * @param report of this moment
   */
  Optional<String> leak(ServerProcess process, NodeReport report) {
    MapBackupStore store = stores.get(process);
    long kept = store == null ? 0 : store.bytes();
    long held = report.backups().stream().mapToLong(BackupReport::bytes).sum();
    boolean isWhole = report.backups().size() < NodeReport.MOST_SESSIONS;
    return isWhole && kept > held
        ? Optional.of(
            "%s keeps %d bytes for backups that have %d".formatted(process.server(), kept, held))
        : Optional.empty();
  }
}
