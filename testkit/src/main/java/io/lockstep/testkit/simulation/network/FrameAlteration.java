package io.lockstep.testkit.simulation.network;

import io.lockstep.transport.NodeId;
import java.time.Duration;
import java.util.List;

/** Changes frames on their way: how a sabotage gets at the protocol. */
@FunctionalInterface
public interface FrameAlteration {
  /** Leaves every frame as it is. */
  FrameAlteration NONE = (from, to, frame) -> List.of(new Parcel(frame, Duration.ZERO));

  /** What is carried instead of the frame; nothing when the list is empty. */
  List<Parcel> alter(NodeId from, NodeId to, byte[] frame);

  /**
   * A frame to carry.
   *
   * @param delay added to what the network takes; such a frame keeps no order with others
   */
  record Parcel(byte[] frame, Duration delay) {}
}
