package io.lockstep.transport.amqp;

import io.lockstep.transport.TransportStatistics;
import java.util.concurrent.atomic.LongAdder;

/** What a transport has carried since it was first opened. Thread-safe. */
final class TrafficCounters {
  private final LongAdder sentFrames = new LongAdder();
  private final LongAdder sentBytes = new LongAdder();
  private final LongAdder receivedFrames = new LongAdder();
  private final LongAdder receivedBytes = new LongAdder();
  private final LongAdder droppedFrames = new LongAdder();

  void sent(int bytes) {
    sentFrames.increment();
    sentBytes.add(bytes);
  }

  void received(int bytes) {
    receivedFrames.increment();
    receivedBytes.add(bytes);
  }

  void dropped(long frames) {
    droppedFrames.add(frames);
  }

  TransportStatistics read(String state) {
    return new TransportStatistics(
        state,
        sentFrames.sum(),
        sentBytes.sum(),
        receivedFrames.sum(),
        receivedBytes.sum(),
        droppedFrames.sum());
  }
}
