package io.lockstep.testkit.simulation.network;

import io.lockstep.transport.NodeId;
import java.util.List;

/** Changes frames on their way: how a sabotage gets at the protocol. */
@FunctionalInterface
public interface FrameAlteration {
  /** Leaves every frame as it is. */
  FrameAlteration NONE = (from, to, frame) -> List.of(new Parcel(frame));

  /** What is carried instead of the frame; nothing when the list is empty. */
  List<Parcel> alter(NodeId from, NodeId to, byte[] frame);
}
