package io.lockstep.testkit.simulation;

import io.lockstep.testkit.simulation.network.Parcel;
import io.lockstep.testkit.simulation.network.SimulatedNetwork;
import io.lockstep.wire.MessageType;
import java.util.List;

/** Nobody hears how far a publisher has come when it falls silent. */
final class NoTail implements Sabotage {
  @Override
  public void attach(World world, SimulatedNetwork network) {
    network.alteration(
        (from, to, frame) ->
            Messages.in(frame, MessageType.TOPIC_BATCH)
                    .filter(batch -> batch.getCount() == 0)
                    .isPresent()
                ? List.of()
                : List.of(new Parcel(frame)));
  }
}
