package io.lockstep.testkit.fuzz;

import io.lockstep.transport.NodeId;
import io.lockstep.transport.Transport;
import io.lockstep.transport.TransportListener;
import io.lockstep.transport.TransportStatistics;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A transport whose frames can be read along, and to whose node more can be given. */
final class TappedTransport implements Transport {
  private final Transport transport;
  private final Consumer<byte[]> sent;
  private @Nullable TransportListener listener;

  TappedTransport(Transport transport, Consumer<byte[]> sent) {
    this.transport = transport;
    this.sent = sent;
  }

  /** The frame comes in as if the network had brought it. */
  void receive(byte[] frame) {
    TransportListener present = listener;
    if (present != null) {
      present.received(frame);
    }
  }

  @Override
  public void open(NodeId self, TransportListener newListener) {
    listener = newListener;
    transport.open(self, newListener);
  }

  @Override
  public void send(NodeId to, byte[] frame) {
    sent.accept(frame);
    transport.send(to, frame);
  }

  @Override
  public void broadcast(byte[] frame) {
    sent.accept(frame);
    transport.broadcast(frame);
  }

  @Override
  public int maxFrameBytes() {
    return transport.maxFrameBytes();
  }

  @Override
  public TransportStatistics statistics() {
    return transport.statistics();
  }

  @Override
  public void close() {
    listener = null;
    transport.close();
  }
}
