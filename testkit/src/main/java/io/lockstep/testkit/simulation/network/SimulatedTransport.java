package io.lockstep.testkit.simulation.network;

import io.lockstep.transport.NodeId;
import io.lockstep.transport.Transport;
import io.lockstep.transport.TransportListener;
import io.lockstep.transport.TransportStatistics;
import org.jspecify.annotations.Nullable;

/** One process's seat on the simulated network. */
final class SimulatedTransport implements Transport {
  /** Small, so that messages in parts are common. */
  private static final int MAX_FRAME_BYTES = 4096;

  private final SimulatedNetwork network;
  private final Host host;
  private @Nullable Life life;
  private long sentFrames;
  private long sentBytes;
  private long receivedFrames;
  private long receivedBytes;
  private long droppedFrames;

  SimulatedTransport(SimulatedNetwork network, Host host) {
    this.network = network;
    this.host = host;
  }

  @Override
  public void open(NodeId self, TransportListener listener) {
    if (life != null) {
      throw new IllegalStateException("The transport is open already");
    }
    var opened = new Life(this, self, listener);
    life = opened;
    network.opened(opened);
  }

  @Override
  public void send(NodeId to, byte[] frame) {
    Life sender = sending(frame);
    if (sender != null) {
      network.unicast(sender, to, frame);
    }
  }

  @Override
  public void broadcast(byte[] frame) {
    Life sender = sending(frame);
    if (sender != null) {
      network.broadcast(sender, frame);
    }
  }

  private @Nullable Life sending(byte[] frame) {
    if (frame.length > MAX_FRAME_BYTES) {
      throw new IllegalArgumentException("A frame of " + frame.length + " bytes");
    }
    Life sender = life;
    if (sender == null || !sender.connected) {
      droppedFrames++;
      return null;
    }
    sentFrames++;
    sentBytes += frame.length;
    return sender;
  }

  @Override
  public int maxFrameBytes() {
    return MAX_FRAME_BYTES;
  }

  @Override
  public TransportStatistics statistics() {
    Life present = life;
    String state = present == null ? "closed" : present.connected ? "connected" : "disconnected";
    return new TransportStatistics(
        state, sentFrames, sentBytes, receivedFrames, receivedBytes, droppedFrames);
  }

  @Override
  public void close() {
    Life closing = life;
    life = null;
    if (closing != null) {
      closing.connected = false;
      network.closed(closing);
    }
  }

  /** One life of the node, from open to close. */
  static final class Life {
    final NodeId id;
    private final SimulatedTransport transport;
    boolean attempting;
    private final TransportListener listener;
    private boolean connected;

    private Life(SimulatedTransport transport, NodeId id, TransportListener listener) {
      this.transport = transport;
      this.id = id;
      this.listener = listener;
    }

    Host host() {
      return transport.host;
    }

    String server() {
      return transport.host.server();
    }

    /** Whether the process lives and has not closed this life. */
    boolean open() {
      return transport.life == this && transport.host.alive();
    }

    boolean connected() {
      return connected;
    }

    void connect() {
      if (open() && !connected) {
        connected = true;
        tell(listener::connected);
      }
    }

    void disconnect() {
      if (connected) {
        connected = false;
        tell(listener::disconnected);
      }
    }

    void receive(byte[] frame) {
      tell(
          () -> {
            transport.receivedFrames++;
            transport.receivedBytes += frame.length;
            listener.received(frame);
          });
    }

    void lost() {
      transport.droppedFrames++;
    }

    void unreachable(NodeId node) {
      lost();
      tell(() -> listener.unreachable(node));
    }

    void dead(NodeId node) {
      tell(() -> listener.dead(node));
    }

    void declaredDead() {
      tell(listener::declaredDead);
    }

    void nobodyElse() {
      tell(listener::nobodyElse);
    }

    private void tell(Runnable callback) {
      transport.host.deliver(
          () -> {
            if (transport.life == this) {
              callback.run();
            }
          });
    }
  }
}
