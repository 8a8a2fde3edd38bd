package io.lockstep.testkit.simulation;

import io.lockstep.testkit.simulation.network.Parcel;
import io.lockstep.testkit.simulation.network.SimulatedNetwork;
import io.lockstep.wire.proto.StoreEntry;
import java.util.List;
import java.util.Optional;

/** A removal reaches nobody, though its number is counted as seen. */
final class NoTombstone implements Sabotage {
  @Override
  public void attach(World world, SimulatedNetwork network) {
    network.alteration(
        (from, to, frame) ->
            List.of(
                new Parcel(
                    StoreFrames.entries(
                        frame,
                        (entry, source) ->
                            entry.hasValue()
                                ? Optional.of(entry)
                                : Optional.<StoreEntry>empty()))));
  }
}
