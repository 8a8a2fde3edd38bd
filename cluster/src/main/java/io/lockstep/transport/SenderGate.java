package io.lockstep.transport;

/** Decides, on the node's loop, whether a sender's messages are taken at all. */
@FunctionalInterface
public interface SenderGate {
  /**
   * A message came in.
   *
   * @param instance over which, by its place in {@link KeyedTransports}
   * @return false to drop it
   */
  boolean admits(NodeId sender, int instance);
}
