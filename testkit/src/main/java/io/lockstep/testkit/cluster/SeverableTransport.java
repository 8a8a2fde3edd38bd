package io.lockstep.testkit.cluster;

import io.lockstep.transport.NodeId;
import io.lockstep.transport.Transport;
import io.lockstep.transport.TransportListener;
import io.lockstep.transport.TransportStatistics;
import org.jspecify.annotations.Nullable;

/**
 * A transport that can lose its network: the one below is closed without a farewell of its node,
 * and opened again under the same id. Thread-safe.
 */
final class SeverableTransport implements Transport {
  private final Transport real;
  private @Nullable Life life;
  private boolean severed;

  private record Life(NodeId self, TransportListener listener) {}

  SeverableTransport(Transport real) {
    this.real = real;
  }

  synchronized void sever() {
    severed = true;
    if (life != null) {
      // The one below tells nothing more once it is closed.
      real.close();
      life.listener.disconnected();
    }
  }

  synchronized void mend() {
    severed = false;
    if (life != null) {
      real.open(life.self, life.listener);
    }
  }

  @Override
  public synchronized void open(NodeId self, TransportListener listener) {
    life = new Life(self, listener);
    if (!severed) {
      real.open(self, listener);
    }
  }

  @Override
  public void send(NodeId to, byte[] frame) {
    real.send(to, frame);
  }

  @Override
  public void broadcast(byte[] frame) {
    real.broadcast(frame);
  }

  @Override
  public int maxFrameBytes() {
    return real.maxFrameBytes();
  }

  @Override
  public TransportStatistics statistics() {
    return real.statistics();
  }

  @Override
  public synchronized void close() {
    life = null;
    real.close();
  }
}
