package io.lockstep.store;

import java.time.Duration;
import java.util.Iterator;
import java.util.Map;

/**
 * Forgets entries of one store some time after their end, when no node's clock shows them any more.
 * They leave no tombstone. All nodes do so at the same marks of their clocks: between two of them,
 * what is equal has equal digests. Lives on the loop.
 */
final class Expiry {
  /** More than the clocks of two nodes differ. */
  private static final Duration MARGIN = Duration.ofMinutes(5);

  /** From mark to mark; around each one, digests of some nodes cannot be compared. */
  private static final Duration STEP = Duration.ofMinutes(5);

  private final StoreContext context;
  private final StoreCell cell;

  Expiry(StoreContext context, StoreCell cell) {
    this.context = context;
    this.cell = cell;
  }

  /** The last mark at which an entry must have been over, so that no node shows it now. */
  static long markMs(long nowMs) {
    long latest = nowMs - MARGIN.toMillis();
    return latest - Math.floorMod(latest, STEP.toMillis());
  }

  void tick() {
    long markMs = markMs(context.nowMs());
    if (cell.beginExpiry(markMs)) {
      context.workers().execute(() -> expire(markMs));
    }
  }

  private void expire(long markMs) {
    try {
      Iterator<Map.Entry<Object, StoredEntry>> entries = cell.liveEntries();
      while (entries.hasNext()) {
        Map.Entry<Object, StoredEntry> next = entries.next();
        if (next.getValue().isOverAt(markMs)) {
          cell.expire(next.getKey(), next.getValue());
        }
      }
    } finally {
      // Also when a key's own code fails: without a digest nothing would be told of the store.
      cell.endExpiry(markMs);
    }
  }
}
