package io.lockstep.store;

import com.google.protobuf.ByteString;
import io.lockstep.sequence.VersionVector;
import io.lockstep.wire.proto.StoreChunk;
import java.util.BitSet;
import java.util.Iterator;
import java.util.Map;

/**
 * The answer to one pull: goes once through the store, and gives the entries that the asker has not
 * seen, and the fingerprints of the others where the asker's leaf differs.
 *
 * <p>What changes while it goes on may be left out; then its successor has a number beyond the
 * vector with which the transfer began, so the asker will see that it misses it.
 */
final class Transfer {
  private static final int ENTRY_BYTES = 40;
  private static final int FINGERPRINT_BYTES = 8;

  private final String store;
  private final long pull;
  private final VersionVector seenByAsker;
  private final BitSet differing;
  private final StoreChunk.Builder first;
  private final Iterator<Map.Entry<Object, StoredEntry>> graves;
  private final Iterator<Map.Entry<Object, StoredEntry>> live;
  private int chunks;

  Transfer(
      String store,
      long pull,
      VersionVector seenByAsker,
      VersionVector seenHere,
      BitSet differing,
      StoreCell cell) {
    this.store = store;
    this.pull = pull;
    this.seenByAsker = seenByAsker;
    this.differing = differing;
    this.first =
        StoreChunk.newBuilder()
            .setVector(StoreWire.vector(seenHere))
            .setDiffering(ByteString.copyFrom(differing.toByteArray()));
    this.graves = cell.graveEntries();
    this.live = cell.liveEntries();
  }

  long pull() {
    return pull;
  }

  /** The next chunk. Not on the loop: it may go through millions of entries to find some. */
  StoreChunk next() {
    StoreChunk.Builder chunk = chunks == 0 ? first : StoreChunk.newBuilder();
    chunk.setStore(store).setPull(pull).setNumber(chunks++);
    int bytes = 0;
    while (bytes < BatchSender.CHUNK_BYTES && graves.hasNext()) {
      bytes += addUnseen(chunk, graves.next().getValue());
    }
    while (bytes < BatchSender.CHUNK_BYTES && live.hasNext()) {
      StoredEntry entry = live.next().getValue();
      int added = addUnseen(chunk, entry);
      bytes += added > 0 ? added : addKept(chunk, entry);
    }
    return chunk.setLast(!graves.hasNext() && !live.hasNext()).build();
  }

  private int addUnseen(StoreChunk.Builder chunk, StoredEntry entry) {
    if (seenByAsker.covers(entry.source(), entry.sequence())) {
      return 0;
    }
    chunk.addEntries(StoreWire.entry(entry));
    return ENTRY_BYTES + entry.size();
  }

  private int addKept(StoreChunk.Builder chunk, StoredEntry entry) {
    long fingerprint = Leaves.fingerprint(entry);
    if (!differing.get(Leaves.leaf(fingerprint))) {
      return 0;
    }
    chunk.addKept(fingerprint);
    return FINGERPRINT_BYTES;
  }
}
