package io.lockstep.store;

import io.lockstep.store.Outbox.Drained;
import io.lockstep.store.StoredEntry.Draft;
import io.lockstep.time.HybridClock;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one store on this node, where application threads and the loop meet. Reads take no
 * lock. Each change is one step under the cell's lock, in which nothing is serialised, sent, called
 * back or waited for: version, number, map, digest, outbox and event belong together.
 */
final class StoreCell {
  private final Map<Object, StoredEntry> live = new ConcurrentHashMap<>();
  private final Map<Object, StoredEntry> graves = new ConcurrentHashMap<>();
  private final Leaves leaves = new Leaves();
  private final HybridClock clock;
  private final long mostBytes;
  private final Changes changes;
  private final Outbox outbox;
  private long bytes;
  private int timed;
  private long markMs;
  private boolean expiring;

  /** Is told of each change in its order, under the cell's lock; must only note it. */
  interface Changes {
    void put(Object key, StoredEntry entry);

    void removed(Object key);
  }

  /**
   * An empty cell.
   *
   * @param mostBytes how much a put here may bring the entries to
   * @param markMs what another node sends is not taken when its time was over at this moment
   */
  StoreCell(HybridClock clock, long source, long mostBytes, long markMs, Changes changes) {
    this.clock = clock;
    this.markMs = markMs;
    this.mostBytes = mostBytes;
    this.changes = changes;
    this.outbox = new Outbox(source);
  }

  // ---- reads, without the lock ----

  /** The present entry, one whose time is over included. */
  @Nullable StoredEntry find(Object key) {
    return live.get(key);
  }

  int size() {
    return live.size();
  }

  int graveCount() {
    return graves.size();
  }

  /** Goes through the entries; those that change meanwhile may be seen or not. */
  Iterator<Map.Entry<Object, StoredEntry>> liveEntries() {
    return live.entrySet().iterator();
  }

  /** Goes through the tombstones, likewise. */
  Iterator<Map.Entry<Object, StoredEntry>> graveEntries() {
    return graves.entrySet().iterator();
  }

  // ---- changes made here ----

  /**
   * Returns what was there before.
   *
   * @throws StoreFullException when the entry does not fit; nothing was changed
   */
  synchronized @Nullable StoredEntry put(Object key, Draft draft) {
    StoredEntry before = live.get(key);
    stamp(key, before, draft);
    return before;
  }

  /**
   * Puts only when the entry is still the expected one.
   *
   * @param expected null when there must be none
   * @throws StoreFullException when the entry does not fit; nothing was changed
   */
  synchronized boolean put(Object key, @Nullable StoredEntry expected, Draft draft) {
    if (live.get(key) != expected) {
      return false;
    }
    stamp(key, expected, draft);
    return true;
  }

  private void stamp(Object key, @Nullable StoredEntry before, Draft draft) {
    checkRoom(before, draft);
    long floor = floor(before, graves.get(key));
    var entry =
        StoredEntry.of(draft, clock.tickAbove(floor), outbox.source(), outbox.nextSequence());
    set(key, entry);
    outbox.add(key, entry);
  }

  /** What makes an entry no larger always fits: others may have put more than is allowed here. */
  private void checkRoom(@Nullable StoredEntry before, Draft draft) {
    int more = draft.size() - (before == null ? 0 : before.size());
    if (more > 0 && bytes + more > mostBytes) {
      throw new StoreFullException(bytes + more, mostBytes);
    }
  }

  private static long floor(@Nullable StoredEntry before, @Nullable StoredEntry grave) {
    return Math.max(before == null ? 0 : before.clock(), grave == null ? 0 : grave.clock());
  }

  /** Removes the entry if it is still the expected one. */
  synchronized boolean remove(Object key, StoredEntry expected) {
    if (live.get(key) != expected) {
      return false;
    }
    StoredEntry tombstone =
        expected.removed(clock.tickAbove(expected.clock()), outbox.source(), outbox.nextSequence());
    bury(key, tombstone);
    outbox.add(key, tombstone);
    return true;
  }

  // ---- what the loop does ----

  /** Takes over another node's change if it is newer than what is here. */
  synchronized boolean apply(Object key, StoredEntry entry) {
    clock.observe(entry.clock());
    StoredEntry present = live.get(key);
    if (present == null) {
      present = graves.get(key);
    }
    if (present != null && !entry.isNewerThan(present)) {
      return false;
    }
    if (entry.isTombstone()) {
      bury(key, entry);
    } else if (entry.isOverAt(markMs)) {
      remove(key);
    } else {
      set(key, entry);
    }
    outbox.supersede(key);
    return true;
  }

  /** Forgets an entry that the others have removed, without a change of its own. */
  synchronized void drop(Object key, StoredEntry entry) {
    if (live.remove(key, entry)) {
      take(entry);
      outbox.supersede(key);
      changes.removed(key);
    }
  }

  /**
   * From now on entries whose time was over at the mark do not count. Those that are here must be
   * forgotten, and until {@link #endExpiry} there is no digest. The mark goes back with the clock.
   *
   * @return whether there may be any
   */
  synchronized boolean beginExpiry(long newMarkMs) {
    boolean isLater = newMarkMs > markMs;
    if (newMarkMs != markMs) {
      markMs = newMarkMs;
      expiring = isLater && timed > 0;
    }
    return isLater && expiring;
  }

  /** The entries are forgotten, unless another mark has come meanwhile. */
  synchronized void endExpiry(long endedMarkMs) {
    if (endedMarkMs == markMs) {
      expiring = false;
    }
  }

  /** Forgets an entry whose time is over everywhere. */
  synchronized void expire(Object key, StoredEntry entry) {
    if (live.remove(key, entry)) {
      take(entry);
    }
  }

  /** Forgets a tombstone that nobody needs any more. */
  synchronized void forget(Object key, StoredEntry tombstone) {
    graves.remove(key, tombstone);
  }

  synchronized @Nullable Drained drain(int mostBytes) {
    return outbox.drain(mostBytes);
  }

  /** Null while changes wait to be sent, or entries to be forgotten. */
  synchronized @Nullable Digest digest() {
    return outbox.isDrained() && !expiring ? leaves.digest(markMs) : null;
  }

  synchronized long[] leaves() {
    return leaves.copy();
  }

  /** What the entries have, serialised. */
  synchronized long bytes() {
    return bytes;
  }

  /** Whether no change made here waits to be sent. */
  synchronized boolean isDrained() {
    return outbox.isDrained();
  }

  /** How many changes made here wait to be sent. */
  synchronized int unsent() {
    return outbox.size();
  }

  synchronized long source() {
    return outbox.source();
  }

  /** As {@link Outbox#begin}. */
  synchronized long begin(long source) {
    return outbox.begin(source);
  }

  // ---- under the lock ----

  private void set(Object key, StoredEntry entry) {
    StoredEntry before = live.put(key, entry);
    if (before != null) {
      take(before);
    }
    graves.remove(key);
    leaves.toggle(entry);
    bytes += entry.size();
    timed += entry.isTimed() ? 1 : 0;
    changes.put(key, entry);
  }

  private void bury(Object key, StoredEntry tombstone) {
    // Before it leaves the entries: a reader of both sees it in one.
    graves.put(key, tombstone);
    remove(key);
  }

  private void remove(Object key) {
    StoredEntry before = live.remove(key);
    if (before != null) {
      take(before);
      changes.removed(key);
    }
  }

  private void take(StoredEntry before) {
    leaves.toggle(before);
    bytes -= before.size();
    timed -= before.isTimed() ? 1 : 0;
  }
}
