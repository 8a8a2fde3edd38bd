package io.lockstep.store;

import io.lockstep.sequence.SequenceRange;
import io.lockstep.sequence.VersionVector;
import io.lockstep.store.Outbox.Drained;
import io.lockstep.wire.proto.StoreBatch;
import io.lockstep.wire.proto.StoreEntry;
import io.lockstep.wire.proto.StoreSeen;
import io.lockstep.wire.proto.StoreVector;
import java.util.Collection;
import java.util.List;

/**
 * Entries and vectors to and from the wire. What makes no sense is refused with an {@link
 * IllegalArgumentException}.
 */
final class StoreWire {
  /** No clock comes near it in this millennium; above it, stamps could not rise any more. */
  private static final long HIGHEST_CLOCK = 1L << 62;

  private StoreWire() {}

  /** A batch of the sender's own changes; the entries leave out their source. */
  static StoreBatch batch(String store, Drained drained) {
    StoreBatch.Builder batch =
        StoreBatch.newBuilder()
            .setStore(store)
            .setSource(drained.source())
            .setFrom(drained.range().from())
            .setTo(drained.range().to());
    drained.entries().forEach(entry -> batch.addEntries(entry(entry).clearSource()));
    return batch.build();
  }

  static StoreEntry.Builder entry(StoredEntry entry) {
    StoreEntry.Builder wire =
        StoreEntry.newBuilder()
            .setKey(entry.wireKey())
            .setClock(entry.clock())
            .setSource(entry.source())
            .setSequence(entry.sequence())
            .setExpiresMs(entry.expiresMs());
    return entry.isTombstone() ? wire : wire.setValue(entry.wireValue());
  }

  /**
   * Reads an entry.
   *
   * @param source the batch's, taken when the entry has none
   */
  static StoredEntry entry(StoreEntry wire, long source) {
    long ownSource = wire.getSource() == 0 ? source : wire.getSource();
    if (ownSource == 0
        || wire.getSequence() < 1
        || wire.getClock() < 1
        || wire.getClock() > HIGHEST_CLOCK
        || wire.getExpiresMs() < 0) {
      throw new IllegalArgumentException("an entry without a version");
    }
    byte[] key = wire.getKey().toByteArray();
    return wire.hasValue()
        ? StoredEntry.received(
            key,
            wire.getValue().toByteArray(),
            wire.getClock(),
            ownSource,
            wire.getSequence(),
            wire.getExpiresMs())
        : StoredEntry.tombstone(key, wire.getClock(), ownSource, wire.getSequence());
  }

  static int size(Collection<StoreEntry> entries) {
    return entries.stream().mapToInt(StoreEntry::getSerializedSize).sum();
  }

  static StoreVector vector(VersionVector vector) {
    StoreVector.Builder wire = StoreVector.newBuilder();
    for (long source : vector.sources()) {
      StoreSeen.Builder seen = StoreSeen.newBuilder().setSource(source);
      vector.ranges(source).forEach(range -> seen.addBounds(range.from()).addBounds(range.to()));
      wire.addSeen(seen);
    }
    return wire.build();
  }

  static VersionVector vector(StoreVector wire) {
    var vector = new VersionVector();
    for (StoreSeen seen : wire.getSeenList()) {
      List<Long> bounds = seen.getBoundsList();
      if (bounds.size() % 2 != 0 || seen.getSource() == 0) {
        throw new IllegalArgumentException("a vector that is none");
      }
      for (int i = 0; i < bounds.size(); i += 2) {
        vector.add(seen.getSource(), new SequenceRange(bounds.get(i), bounds.get(i + 1)));
      }
    }
    return vector;
  }
}
