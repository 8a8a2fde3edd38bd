package io.lockstep.testkit.simulation;

import io.lockstep.testkit.simulation.network.Parcel;
import io.lockstep.testkit.simulation.network.SimulatedNetwork;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.Heartbeat;
import java.util.List;

/**
 * Visitors do not say which epoch they have seen, and an owner that is cut off believes that it
 * still hears the others: half of all lives do, so that the others take over from them.
 */
final class StaleRead implements Sabotage {
  @Override
  public void attach(World world, SimulatedNetwork network) {
    network.alteration(
        (from, to, frame) -> {
          // To a question or an answer, strangers would go on asking each other all the time.
          Messages.in(frame, MessageType.HEARTBEAT)
              .filter(heartbeat -> heartbeat.getAsk() == 0 && heartbeat.getAnswer() == 0)
              .filter(heartbeat -> to.incarnation() % 2 == 0)
              .ifPresent(heartbeat -> network.forge(from, to, harmless(from, frame, heartbeat)));
          return List.of(new Parcel(frame));
        });
  }

  private static byte[] harmless(NodeId from, byte[] frame, Heartbeat heartbeat) {
    return Messages.replace(
        frame,
        MessageType.HEARTBEAT,
        heartbeat.toBuilder().clearDead().build(),
        from.incarnation());
  }

  @Override
  public long knownEpoch(long seen) {
    return 0;
  }
}
