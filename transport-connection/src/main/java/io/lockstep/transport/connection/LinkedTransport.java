package io.lockstep.transport.connection;

import io.lockstep.transport.NodeId;
import io.lockstep.transport.Transport;
import io.lockstep.transport.TransportListener;
import io.lockstep.transport.TransportStatistics;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A transport that keeps up one {@link Link} at a time, and opens the next one when it is lost.
 * Thread-safe.
 */
public final class LinkedTransport implements Transport {
  private final String name;
  private final int maxFrameBytes;
  private final Duration longestPause;
  private final Function<LifeContext, LinkOpener> openers;
  private final TrafficCounters counters = new TrafficCounters();
  private volatile @Nullable TransportLife life;

  /**
   * @param name begins its threads' names, after {@code lockstep-}
   * @param maxFrameBytes the largest frame that a link takes
   * @param longestPause between two attempts to open a link
   * @param openers makes an opener for each life of the node
   */
  public LinkedTransport(
      String name,
      int maxFrameBytes,
      Duration longestPause,
      Function<LifeContext, LinkOpener> openers) {
    this.name = name;
    this.maxFrameBytes = maxFrameBytes;
    this.longestPause = longestPause;
    this.openers = openers;
  }

  @Override
  public synchronized void open(NodeId self, TransportListener listener) {
    if (life != null) {
      throw new IllegalStateException("The transport is open already");
    }
    var opened =
        new TransportLife(name, self, new ListenerGate(listener), counters, longestPause, openers);
    life = opened;
    opened.start();
  }

  @Override
  public void send(NodeId to, byte[] frame) {
    transmit(to, frame);
  }

  @Override
  public void broadcast(byte[] frame) {
    transmit(null, frame);
  }

  private void transmit(@Nullable NodeId to, byte[] frame) {
    TransportLife current = life;
    if (current == null || frame.length > maxFrameBytes) {
      counters.dropped(1);
    } else {
      current.send(to, frame);
    }
  }

  @Override
  public int maxFrameBytes() {
    return maxFrameBytes;
  }

  @Override
  public TransportStatistics statistics() {
    TransportLife current = life;
    if (current == null) {
      return counters.read("closed");
    }
    return counters.read(current.isConnected() ? "connected" : "disconnected");
  }

  /**
   * Leaves the network. What is queued is still sent if that takes but a moment, so that a farewell
   * arrives; the rest is dropped.
   */
  @Override
  public synchronized void close() {
    TransportLife ending = life;
    life = null;
    if (ending != null) {
      ending.close();
    }
  }
}
