package io.lockstep.transport.memory;

import io.lockstep.transport.NodeId;
import io.lockstep.transport.Transport;
import io.lockstep.transport.TransportListener;
import io.lockstep.transport.TransportStatistics;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Hands each frame to the receiver's listener on the sender's thread, one at a time per receiver.
 */
final class MemoryTransport implements Transport {
  private static final int MAX_FRAME_BYTES = 1024 * 1024;

  private record Binding(NodeId id, TransportListener listener) {}

  private final MemoryNetwork network;
  private final Object inbox = new Object();
  private final LongAdder sentFrames = new LongAdder();
  private final LongAdder sentBytes = new LongAdder();
  private final LongAdder receivedFrames = new LongAdder();
  private final LongAdder receivedBytes = new LongAdder();
  private final LongAdder droppedFrames = new LongAdder();
  private volatile @Nullable Binding binding;

  MemoryTransport(MemoryNetwork network) {
    this.network = network;
  }

  @Override
  public void open(NodeId self, TransportListener listener) {
    if (binding != null) {
      throw new IllegalStateException("The transport is open already");
    }
    boolean alone = network.isEmpty();
    binding = new Binding(self, listener);
    network.bind(self, this);
    if (alone) {
      listener.nobodyElse();
    }
    listener.connected();
  }

  @Override
  public void send(NodeId to, byte[] frame) {
    Binding own = binding;
    if (own == null || frame.length > MAX_FRAME_BYTES) {
      droppedFrames.increment();
      return;
    }
    count(frame);
    if (!network.deliver(to, frame)) {
      droppedFrames.increment();
      own.listener.unreachable(to);
      own.listener.dead(to);
    }
  }

  @Override
  public void broadcast(byte[] frame) {
    if (binding == null || frame.length > MAX_FRAME_BYTES) {
      droppedFrames.increment();
      return;
    }
    count(frame);
    network.deliverToAll(frame);
  }

  private void count(byte[] frame) {
    sentFrames.increment();
    sentBytes.add(frame.length);
  }

  boolean accept(byte[] frame) {
    Binding own = binding;
    if (own == null) {
      return false;
    }
    receivedFrames.increment();
    receivedBytes.add(frame.length);
    synchronized (inbox) {
      own.listener.received(frame);
    }
    return true;
  }

  @Override
  public int maxFrameBytes() {
    return MAX_FRAME_BYTES;
  }

  @Override
  public TransportStatistics statistics() {
    return new TransportStatistics(
        binding == null ? "closed" : "connected",
        sentFrames.sum(),
        sentBytes.sum(),
        receivedFrames.sum(),
        receivedBytes.sum(),
        droppedFrames.sum());
  }

  @Override
  public void close() {
    Binding own = binding;
    if (own != null) {
      network.unbind(own.id);
      binding = null;
    }
  }
}
