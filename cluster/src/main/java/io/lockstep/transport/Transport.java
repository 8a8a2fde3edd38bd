package io.lockstep.transport;

/**
 * Carries frames between the nodes of one cluster.
 *
 * <p>A transport may lose frames, and says so; it never delivers part of one, and keeps the order
 * per sender and receiver while it stays connected. Whatever must arrive is sent again by the
 * layers above. All methods return at once, may be called from any thread, and never throw for what
 * the network does.
 *
 * <p>A transport that lost its connection restores it by itself, under the same {@link NodeId}, and
 * tells its listener both.
 */
public interface Transport extends AutoCloseable {
  /**
   * Opens the transport for one life of a node. May be called again after {@link #close()}, with
   * another id.
   *
   * <p>Returns before the transport is connected; {@link TransportListener#connected()} tells when
   * it is.
   *
   * @throws IllegalStateException when it is open already
   */
  void open(NodeId self, TransportListener listener);

  /**
   * Sends a frame to one node. Dropped, and counted, when the transport is not connected or its
   * outbound queue is full; a node that the transport knows it cannot reach is told to the
   * listener.
   *
   * @param frame at most {@link #maxFrameBytes()}; the transport keeps it, so the caller must not
   *     change it afterwards
   */
  void send(NodeId to, byte[] frame);

  /**
   * Sends a frame to every node, the sender included: its own echo tells it that it is connected.
   */
  void broadcast(byte[] frame);

  /** The largest frame it carries, in bytes; messages above it travel in parts. */
  int maxFrameBytes();

  /**
   * What it has done since it was first opened. Never null; a consistent snapshot is not promised.
   */
  TransportStatistics statistics();

  /** Leaves the network and drops what is queued. Without effect when it is not open. */
  @Override
  void close();
}
