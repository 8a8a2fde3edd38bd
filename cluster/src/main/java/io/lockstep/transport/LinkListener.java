package io.lockstep.transport;

/**
 * Hears, on the node's loop, what the transport instances learn together; the meanings are those of
 * {@link TransportListener}. Each listener overrides what it needs.
 */
public interface LinkListener {
  /** Every instance is connected. */
  default void connected() {}

  /** An instance is not connected any more. */
  default void disconnected() {}

  /**
   * The node cannot be reached over some instance.
   *
   * @param instance the instance's place in {@link KeyedTransports}
   */
  default void unreachable(NodeId node, int instance) {}

  /** Every instance is an arbiter and has decided that this life of the node is over. */
  default void dead(NodeId node) {}

  /**
   * An instance has decided that this life of the node is over, and will not carry it again; over
   * the others the node may still live, and should be told.
   */
  default void condemned(NodeId node) {}

  /** An arbiter has declared this node's own life over. */
  default void declaredDead() {}

  /** While opening: no other node is bound to any instance. */
  default void nobodyElse() {}
}
