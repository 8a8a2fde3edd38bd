package io.lockstep.testkit.simulation;

import io.lockstep.testkit.simulation.network.Parcel;
import io.lockstep.testkit.simulation.network.SimulatedNetwork;
import io.lockstep.wire.MessageType;
import java.util.List;

/** Each batch says that nothing was before it, so that nobody misses what was lost. */
final class IgnoredGap implements Sabotage {
  @Override
  public void attach(World world, SimulatedNetwork network) {
    network.alteration(
        (from, to, frame) ->
            List.of(
                new Parcel(
                    Messages.in(frame, MessageType.STORE_BATCH)
                        .filter(batch -> batch.getFrom() <= batch.getTo())
                        .map(batch -> batch.toBuilder().setFrom(1).build())
                        .map(batch -> Messages.replace(frame, MessageType.STORE_BATCH, batch, null))
                        .orElse(frame))));
  }
}
