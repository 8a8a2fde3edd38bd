package io.lockstep.transport.amqp;

import io.lockstep.transport.NodeId;
import io.lockstep.transport.Transport;
import io.lockstep.transport.TransportListener;
import io.lockstep.transport.TransportStatistics;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries frames over an AMQP 0-9-1 broker.
 *
 * <p>Each node has an exclusive, bounded queue; one exchange reaches all of them, another one of
 * them. The broker is the arbiter: a frame to a node without queue comes back at once, and a node
 * whose queue stays away is declared dead. Thread-safe.
 */
final class AmqpTransport implements Transport {
  /** 1 MiB less room for what travels around a frame. */
  static final int MAX_FRAME_BYTES = (1 << 20) - 4096;

  private static final Logger log = LoggerFactory.getLogger(AmqpTransport.class);

  private final AmqpSettings settings;
  private final NetworkNames names;
  private final TrafficCounters counters = new TrafficCounters();
  private volatile @Nullable NodeLife life;

  AmqpTransport(NetworkNames names, AmqpSettings settings) {
    this.settings = settings;
    this.names = names;
    settings.contradiction().ifPresent(log::warn);
  }

  @Override
  public synchronized void open(NodeId self, TransportListener listener) {
    if (life != null) {
      throw new IllegalStateException("The transport is open already");
    }
    var opened = new NodeLife(settings, names, self, new ListenerGate(listener), counters);
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
    NodeLife current = life;
    if (current == null || frame.length > MAX_FRAME_BYTES) {
      counters.dropped(1);
    } else {
      current.send(to, frame);
    }
  }

  @Override
  public int maxFrameBytes() {
    return MAX_FRAME_BYTES;
  }

  @Override
  public TransportStatistics statistics() {
    NodeLife current = life;
    if (current == null) {
      return counters.read("closed");
    }
    return counters.read(current.isConnected() ? "connected" : "disconnected");
  }

  /**
   * Leaves the network. What is queued is still written if that takes but a moment, so that a
   * farewell arrives; the rest is dropped.
   */
  @Override
  public synchronized void close() {
    NodeLife ending = life;
    life = null;
    if (ending != null) {
      ending.close();
    }
  }
}
