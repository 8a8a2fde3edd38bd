package io.lockstep.testkit.simulation.network;

import io.lockstep.transport.NodeId;
import org.jspecify.annotations.Nullable;

/** Watches what nodes send, before anything happens to it. */
@FunctionalInterface
public interface FrameTap {
  /**
   * A node sent a frame.
   *
   * @param to null when it was sent to all
   */
  void sent(NodeId from, @Nullable NodeId to, byte[] frame);
}
