package io.lockstep.topic;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** What was published here and not sent yet, in its order. Bounded. Thread-safe. */
final class Outbox {
  private final long mostBytes;
  private final Queue<Unsent> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicLong bytes = new AtomicLong();

  Outbox(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** A message without a number: it gets that when it is sent. */
  record Unsent(String topic, ByteString content) {
    private long weight() {
      return content.size() + (long) TopicSettings.OVERHEAD_BYTES;
    }
  }

  /**
   * Returns false, and takes nothing, when too much waits.
   *
   * @param content must not be changed any more
   */
  boolean offer(String topic, byte[] content) {
    if (bytes.get() >= mostBytes) {
      return false;
    }
    var unsent = new Unsent(topic, UnsafeByteOperations.unsafeWrap(content));
    bytes.addAndGet(unsent.weight());
    waiting.add(unsent);
    return true;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /**
   * Takes out the next messages: as many as have that many bytes, and at least one if any waits.
   */
  List<Unsent> take(int mostTaken) {
    var taken = new ArrayList<Unsent>();
    long size = 0;
    Unsent next = waiting.peek();
    while (next != null && (taken.isEmpty() || size + next.weight() <= mostTaken)) {
      taken.add(next);
      waiting.remove();
      size += next.weight();
      next = waiting.peek();
    }
    bytes.addAndGet(-size);
    return taken;
  }
}
