package io.lockstep.store;

import java.time.Duration;
import java.util.Iterator;
import java.util.Map;

/**
 * Forgets entries of one store some time after their end, when no node's clock shows them any more.
 * They leave no tombstone. Lives on the loop.
 */
final class Expiry {
  /** More than the clocks of two nodes differ. */
  private static final Duration MARGIN = Duration.ofMinutes(5);

  private final StoreContext context;
  private final StoreCell cell;
  private boolean working;

  Expiry(StoreContext context, StoreCell cell) {
    this.context = context;
    this.cell = cell;
  }

  void tick() {
    if (cell.hasTimed() && !working) {
      working = true;
      long endedMs = context.nowMs() - MARGIN.toMillis();
      context
          .workers()
          .execute(
              () -> {
                expire(endedMs);
                context.loop().execute(() -> working = false);
              });
    }
  }

  private void expire(long endedMs) {
    Iterator<Map.Entry<Object, StoredEntry>> entries = cell.liveEntries();
    while (entries.hasNext()) {
      Map.Entry<Object, StoredEntry> next = entries.next();
      if (next.getValue().isOverAt(endedMs)) {
        cell.expire(next.getKey(), next.getValue());
      }
    }
  }
}
