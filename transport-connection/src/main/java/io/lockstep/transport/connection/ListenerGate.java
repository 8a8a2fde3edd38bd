package io.lockstep.transport.connection;

import io.lockstep.transport.NodeId;
import io.lockstep.transport.TransportListener;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the listener from whatever thread, one call at a time, and never again once it is closed.
 * What the listener throws is logged and goes no further.
 */
public final class ListenerGate implements TransportListener {
  private static final Logger log = LoggerFactory.getLogger(ListenerGate.class);

  private final TransportListener listener;
  private boolean closed;

  ListenerGate(TransportListener listener) {
    this.listener = listener;
  }

  @Override
  public void received(byte[] frame) {
    tell(listener -> listener.received(frame));
  }

  @Override
  public void connected() {
    tell(TransportListener::connected);
  }

  @Override
  public void disconnected() {
    tell(TransportListener::disconnected);
  }

  @Override
  public void troubled(String reason) {
    tell(listener -> listener.troubled(reason));
  }

  @Override
  public void unreachable(NodeId node) {
    tell(listener -> listener.unreachable(node));
  }

  @Override
  public void dead(NodeId node) {
    tell(listener -> listener.dead(node));
  }

  @Override
  public void declaredDead() {
    tell(TransportListener::declaredDead);
  }

  @Override
  public void nobodyElse() {
    tell(TransportListener::nobodyElse);
  }

  /** When this returns, no call is under way on another thread, and none will come. */
  synchronized void close() {
    closed = true;
  }

  private synchronized void tell(Consumer<TransportListener> call) {
    if (closed) {
      return;
    }
    try {
      call.accept(listener);
    } catch (RuntimeException | Error e) {
      log.error("The transport's listener failed", e);
    }
  }
}
