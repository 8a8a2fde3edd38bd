package io.lockstep.testkit.simulation;

import io.lockstep.testkit.simulation.network.Parcel;
import io.lockstep.testkit.simulation.network.SimulatedNetwork;
import io.lockstep.wire.MessageType;
import java.util.List;

/** A publisher counts whoever asks in from the next message on, so that nobody misses the first. */
final class IgnoredBeginning implements Sabotage {
  @Override
  public void attach(World world, SimulatedNetwork network) {
    network.alteration(
        (from, to, frame) ->
            List.of(
                new Parcel(
                    Messages.in(frame, MessageType.TOPIC_KEPT)
                        .map(kept -> kept.toBuilder().setSince(Long.MAX_VALUE).build())
                        .map(kept -> Messages.replace(frame, MessageType.TOPIC_KEPT, kept, null))
                        .orElse(frame))));
  }
}
