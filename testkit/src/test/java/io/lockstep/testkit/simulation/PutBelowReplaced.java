package io.lockstep.testkit.simulation;

import io.lockstep.testkit.simulation.network.Parcel;
import io.lockstep.testkit.simulation.network.SimulatedNetwork;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What some nodes put has the stamp of a slow clock, whatever it replaces. */
final class PutBelowReplaced implements Sabotage {
  private static final long SLOW = Duration.ofSeconds(30).toMillis() << 16;

  @Override
  public void attach(World world, SimulatedNetwork network) {
    network.alteration(
        (from, to, frame) ->
            List.of(
                new Parcel(
                    StoreFrames.entries(
                        frame,
                        (entry, source) ->
                            Optional.of(
                                source % 2 == 0
                                    ? entry.toBuilder().setClock(entry.getClock() - SLOW).build()
                                    : entry)))));
  }
}
