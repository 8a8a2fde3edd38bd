package io.lockstep.testkit.simulation;

import io.lockstep.testkit.simulation.network.Parcel;
import io.lockstep.testkit.simulation.network.SimulatedNetwork;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.Batch;
import java.util.List;

/** Every fifth batch loses the last of its changes. */
final class PartOfABatch implements Sabotage {
  @Override
  public void attach(World world, SimulatedNetwork network) {
    network.alteration(
        (from, to, frame) ->
            List.of(
                new Parcel(
                    Messages.in(frame, MessageType.BATCH)
                        .filter(batch -> batch.getChangesCount() > 1)
                        .filter(batch -> batch.getSequence() % 5 == 0)
                        .map(batch -> Messages.replace(frame, MessageType.BATCH, part(batch), null))
                        .orElse(frame))));
  }

  private static Batch part(Batch batch) {
    return batch.toBuilder().removeChanges(batch.getChangesCount() - 1).build();
  }
}
