package io.lockstep.testkit.simulation;

import io.lockstep.testkit.simulation.network.Parcel;
import io.lockstep.testkit.simulation.network.SimulatedNetwork;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.Heartbeat;
import java.util.List;

/**
 * Visitors do not say which epoch they have seen, and an owner that is cut off believes that it
 * still hears the others.
 */
final class StaleRead implements Sabotage {
  @Override
  public void attach(World world, SimulatedNetwork network) {
    network.alteration(
        (from, to, frame) -> {
          Messages.in(frame, MessageType.HEARTBEAT)
              .ifPresent(heartbeat -> network.forge(from, to, harmless(from, frame, heartbeat)));
          return List.of(new Parcel(frame));
        });
  }

  private static byte[] harmless(NodeId from, byte[] frame, Heartbeat heartbeat) {
    return Messages.replace(
        frame,
        MessageType.HEARTBEAT,
        heartbeat.toBuilder().clearDead().clearAsk().clearAnswer().build(),
        from.incarnation());
  }

  @Override
  public long knownEpoch(long seen) {
    return 0;
  }
}
