package io.lockstep.store;

import io.lockstep.sequence.VersionVector;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.proto.StoreChunk;
import java.util.BitSet;
import java.util.Iterator;
import java.util.Map;

/** One pull as the asker sees it: how far it has come, and what came of it. */
final class Pull {
  private final NodeId peer;
  private final long id;
  private final VersionVector seenBefore;
  private final long expected;
  private final Fingerprints kept = new Fingerprints();
  private VersionVector seenByPeer = new VersionVector();
  private BitSet differing = new BitSet();
  private int awaited;
  private long received;
  private boolean applying;

  /**
   * A pull that begins.
   *
   * @param expected about how many entries will come
   */
  Pull(NodeId peer, long id, VersionVector seenBefore, long expected) {
    this.peer = peer;
    this.id = id;
    this.seenBefore = seenBefore;
    this.expected = expected;
  }

  NodeId peer() {
    return peer;
  }

  long id() {
    return id;
  }

  long expected() {
    return expected;
  }

  /** How many entries and tombstones have come. */
  long received() {
    return received;
  }

  VersionVector seenByPeer() {
    return seenByPeer;
  }

  /** The number of the chunk that is to come. */
  int awaited() {
    return awaited;
  }

  /** Whether the chunk is the awaited one; if so, it is being applied from now on. */
  boolean takes(NodeId sender, StoreChunk chunk) {
    if (applying || !sender.equals(peer) || chunk.getPull() != id || chunk.getNumber() != awaited) {
      return false;
    }
    if (awaited == 0) {
      seenByPeer = StoreWire.vector(chunk.getVector());
      differing = BitSet.valueOf(chunk.getDiffering().toByteArray());
    }
    applying = true;
    return true;
  }

  /** The chunk found no room; it has to come again. */
  void refused() {
    applying = false;
  }

  void applied(StoreChunk chunk) {
    kept.add(chunk.getKeptList());
    received += chunk.getEntriesCount();
    applying = false;
    awaited++;
  }

  /**
   * Drops what both had seen, and only this node has kept: it was removed, and its tombstone may be
   * gone. Not on the loop: it goes through the whole store.
   */
  void dropStale(StoreCell cell, long nowMs) {
    kept.sort();
    Iterator<Map.Entry<Object, StoredEntry>> entries = cell.liveEntries();
    while (entries.hasNext()) {
      Map.Entry<Object, StoredEntry> next = entries.next();
      StoredEntry entry = next.getValue();
      if (isStale(entry) && entry.isOverAt(nowMs)) {
        cell.expire(next.getKey(), entry);
      } else if (isStale(entry)) {
        cell.drop(next.getKey(), entry);
      }
    }
  }

  private boolean isStale(StoredEntry entry) {
    long fingerprint = Leaves.fingerprint(entry);
    return differing.get(Leaves.leaf(fingerprint))
        && seenBefore.covers(entry.source(), entry.sequence())
        && seenByPeer.covers(entry.source(), entry.sequence())
        && !kept.contains(fingerprint);
  }

  boolean hasDifferences() {
    return !differing.isEmpty();
  }
}
