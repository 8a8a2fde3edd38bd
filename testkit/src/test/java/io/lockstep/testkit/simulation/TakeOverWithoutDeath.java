package io.lockstep.testkit.simulation;

import io.lockstep.testkit.simulation.network.Parcel;
import io.lockstep.testkit.simulation.network.SimulatedNetwork;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.ClaimAnswer;
import io.lockstep.wire.proto.Holding;
import java.util.List;

/** Whoever takes a session over is told that all other copies are dead. */
final class TakeOverWithoutDeath implements Sabotage {
  @Override
  public void attach(World world, SimulatedNetwork network) {
    network.alteration(
        (from, to, frame) ->
            List.of(
                new Parcel(
                    Messages.in(frame, MessageType.CLAIM_ANSWER)
                        .filter(answer -> answer.getHolding() == Holding.COPY)
                        .map(answer -> allDead(from, to, frame, answer))
                        .orElse(frame))));
  }

  private static byte[] allDead(NodeId from, NodeId to, byte[] frame, ClaimAnswer answer) {
    List<Long> others =
        answer.getCopiesList().stream()
            .filter(copy -> copy != from.incarnation() && copy != to.incarnation())
            .toList();
    return Messages.replace(
        frame, MessageType.CLAIM_ANSWER, answer.toBuilder().addAllDead(others).build(), null);
  }
}
