package io.lockstep.store;

import io.lockstep.sequence.SequenceRange;
import io.lockstep.wire.proto.StoreBatch;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The batches sent last, for those who missed one. Bounded by bytes. */
final class SentBatches {
  private static final int MOST_BYTES = 1024 * 1024;

  private final Deque<StoreBatch> batches = new ArrayDeque<>();
  private long bytes;

  void add(StoreBatch batch) {
    batches.addLast(batch);
    bytes += batch.getSerializedSize();
    while (bytes > MOST_BYTES && batches.size() > 1) {
      bytes -= batches.removeFirst().getSerializedSize();
    }
  }

  /** The batches that together hold the range; none when its beginning is gone. */
  List<StoreBatch> holding(SequenceRange range) {
    if (batches.isEmpty() || batches.getFirst().getFrom() > range.from()) {
      return List.of();
    }
    return batches.stream()
        .filter(batch -> batch.getTo() >= range.from() && batch.getFrom() <= range.to())
        .toList();
  }

  /** Forgets all: they were another life's. */
  void clear() {
    batches.clear();
    bytes = 0;
  }
}
