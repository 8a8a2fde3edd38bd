package io.lockstep.transport;

/**
 * Hears what a transport receives and learns. Called on the transport's own threads, one call at a
 * time; an implementation must return at once.
 */
public interface TransportListener {
  /** A whole frame came in. The bytes may be hostile. */
  void received(byte[] frame);

  /** The transport can send and receive. */
  void connected();

  /**
   * The transport could not connect, and tries again, or what it carries frames to takes none.
   *
   * @param reason in one line, for people
   */
  default void troubled(String reason) {}

  /** The transport can neither send nor receive until it is {@link #connected()} again. */
  void disconnected();

  /**
   * The transport has evidence that the node cannot be reached now, for example a frame that came
   * back.
   */
  void unreachable(NodeId node);

  /**
   * The transport, being an arbiter, has decided that this life of the node is over, and will not
   * carry it again.
   */
  void dead(NodeId node);

  /** The arbiter has declared this node's own life over: it must go on under another id. */
  void declaredDead();

  /** While opening: no other node is bound to this network. */
  void nobodyElse();
}
