package io.lockstep.topic;

import io.lockstep.sequence.SequenceRange;
import io.lockstep.wire.proto.TopicBatch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The batches sent last, for those who missed one. Bounded by bytes. */
final class SentMessages {
  private final long mostBytes;
  private final Deque<TopicBatch> batches = new ArrayDeque<>();
  private long bytes;

  SentMessages(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  void add(TopicBatch batch) {
    batches.addLast(batch);
    bytes += batch.getSerializedSize();
    while (bytes > mostBytes && !batches.isEmpty()) {
      bytes -= batches.removeFirst().getSerializedSize();
    }
  }

  /**
   * The first message that is kept.
   *
   * @param next returned when none is
   */
  long oldest(long next) {
    return batches.isEmpty() ? next : batches.getFirst().getFrom();
  }

  /**
   * Those batches that hold any message of the range, in their order.
   *
   * @param mostGiven so many bytes are given, and at least one batch if any holds one
   */
  List<TopicBatch> holding(SequenceRange range, long mostGiven) {
    var given = new ArrayList<TopicBatch>();
    long size = 0;
    for (TopicBatch batch : batches) {
      boolean wanted =
          batch.getFrom() <= range.to() && batch.getFrom() + batch.getCount() > range.from();
      if (wanted && !given.isEmpty() && size + batch.getSerializedSize() > mostGiven) {
        break;
      }
      if (wanted) {
        given.add(batch);
        size += batch.getSerializedSize();
      }
    }
    return given;
  }

  /** Forgets all: they were another life's. */
  void clear() {
    batches.clear();
    bytes = 0;
  }
}
