package io.lockstep.transport.connection;

import io.lockstep.transport.TransportStatistics;
import java.util.concurrent.atomic.LongAdder;

/** What a transport has carried since it was first opened. Thread-safe. */
public final class TrafficCounters {
  private final LongAdder sentFrames = new LongAdder();
  private final LongAdder sentBytes = new LongAdder();
  private final LongAdder receivedFrames = new LongAdder();
  private final LongAdder receivedBytes = new LongAdder();
  private final LongAdder droppedFrames = new LongAdder();

  /** Notes a frame that was handed to the network. */
  public void sent(int bytes) {
    sentFrames.increment();
    sentBytes.add(bytes);
  }

  /** Notes a frame that was handed to the listener. */
  public void received(int bytes) {
    receivedFrames.increment();
    receivedBytes.add(bytes);
  }

  /** Notes frames that could not be carried. */
  public void dropped(long frames) {
    droppedFrames.add(frames);
  }

  /** What was counted so far, with that state. */
  public TransportStatistics read(String state) {
    return new TransportStatistics(
        state,
        sentFrames.sum(),
        sentBytes.sum(),
        receivedFrames.sum(),
        receivedBytes.sum(),
        droppedFrames.sum());
  }
}
