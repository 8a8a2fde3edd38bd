package io.lockstep.topic;

import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One publisher's batches that came after a gap, in their order. Of all publishers together only so
 * many bytes are held. Lives on the loop.
 */
final class HeldBatches {
  private final Budget budget;
  private final NavigableMap<Long, Batch> batches = new TreeMap<>();

  HeldBatches(Budget budget) {
    this.budget = budget;
  }

  /** What all publishers' held batches take. */
  static final class Budget {
    private static final long MOST_BYTES = 64L << 20;

    private long bytes;

    /** Whether more is held than should be. */
    boolean isOverdrawn() {
      return bytes > MOST_BYTES;
    }
  }

  boolean isEmpty() {
    return batches.isEmpty();
  }

  /** The number of the first message. */
  long first() {
    return batches.firstKey();
  }

  void add(Batch batch) {
    if (!batch.messages().isEmpty() && batches.putIfAbsent(batch.from(), batch) == null) {
      budget.bytes += batch.bytes();
    }
  }

  /** Takes out the first batch if it begins by that number; null when it does not. */
  @Nullable Batch takeBy(long number) {
    if (batches.isEmpty() || batches.firstKey() > number) {
      return null;
    }
    Batch batch = batches.pollFirstEntry().getValue();
    budget.bytes -= batch.bytes();
    return batch;
  }
}
