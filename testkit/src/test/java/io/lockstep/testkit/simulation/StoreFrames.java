package io.lockstep.testkit.simulation;

import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.StoreBatch;
import io.lockstep.wire.proto.StoreChunk;
import io.lockstep.wire.proto.StoreEntry;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Changes entries of shared stores in frames. */
final class StoreFrames {
  private StoreFrames() {}

  /** What becomes of an entry; nothing when it is left out. */
  @FunctionalInterface
  interface Change {
    Optional<StoreEntry> of(StoreEntry entry, long source);
  }

  /** The frame with all its entries changed. */
  static byte[] entries(byte[] frame, Change change) {
    Optional<StoreBatch> batch = Messages.in(frame, MessageType.STORE_BATCH);
    if (batch.isPresent()) {
      StoreBatch.Builder changed = batch.get().toBuilder().clearEntries();
      changed.addAllEntries(
          changed(batch.get().getEntriesList().stream(), batch.get().getSource(), change));
      return Messages.replace(frame, MessageType.STORE_BATCH, changed.build(), null);
    }
    Optional<StoreChunk> chunk = Messages.in(frame, MessageType.STORE_CHUNK);
    if (chunk.isPresent()) {
      StoreChunk.Builder changed = chunk.get().toBuilder().clearEntries();
      changed.addAllEntries(changed(chunk.get().getEntriesList().stream(), 0, change));
      return Messages.replace(frame, MessageType.STORE_CHUNK, changed.build(), null);
    }
    return frame;
  }

  private static List<StoreEntry> changed(
      Stream<StoreEntry> entries, long batchSource, Change change) {
    return entries
        .map(entry -> change.of(entry, entry.getSource() == 0 ? batchSource : entry.getSource()))
        .flatMap(Optional::stream)
        .toList();
  }
}
