package io.lockstep.transport;

/**
 * Hears, on the node's loop, what the transport learns; the meanings are those of {@link
 * TransportListener}.
 */
public interface LinkListener {
  void connected();

  void disconnected();

  void unreachable(NodeId node);

  void dead(NodeId node);

  void declaredDead();

  void nobodyElse();
}
