package io.lockstep.testkit.simulation;

import io.lockstep.testkit.simulation.network.FrameAlteration;
import io.lockstep.testkit.simulation.network.Parcel;
import io.lockstep.testkit.simulation.network.SimulatedNetwork;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.Batch;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Of two batches that are sent soon after each other, each carries what the other should. */
final class SwappedOrder implements Sabotage {
  private static final Duration SOON = Duration.ofMillis(3);

  @Override
  public void attach(World world, SimulatedNetwork network) {
    network.alteration(new Swapping(world, network));
  }

  private static final class Swapping implements FrameAlteration {
    private final World world;
    private final SimulatedNetwork network;
    private final Map<List<Object>, Held> held = new HashMap<>();

    private Swapping(World world, SimulatedNetwork network) {
      this.world = world;
      this.network = network;
    }

    @Override
    public List<Parcel> alter(NodeId from, NodeId to, byte[] frame) {
      return Messages.in(frame, MessageType.BATCH)
          .map(batch -> alter(from, to, frame, batch))
          .orElseGet(() -> List.of(new Parcel(frame)));
    }

    private List<Parcel> alter(NodeId from, NodeId to, byte[] frame, Batch batch) {
      List<Object> key = List.of(from, to, batch.getSession(), batch.getEpoch());
      Held first = held.remove(key);
      if (first == null) {
        hold(key, new Held(frame, batch), from, to);
        return List.of();
      }
      if (first.batch.getSequence() + 1 != batch.getSequence()) {
        return List.of(new Parcel(first.frame), new Parcel(frame));
      }
      return List.of(
          new Parcel(withChangesOf(first.batch, batch, frame)),
          new Parcel(withChangesOf(batch, first.batch, frame)));
    }

    private void hold(List<Object> key, Held first, NodeId from, NodeId to) {
      held.put(key, first);
      world.after(
          SOON,
          () -> {
            if (held.remove(key, first)) {
              network.forge(from, to, first.frame);
            }
          });
    }
  }

  private static byte[] withChangesOf(Batch batch, Batch other, byte[] frame) {
    Batch swapped = batch.toBuilder().clearChanges().addAllChanges(other.getChangesList()).build();
    return Messages.replace(frame, MessageType.BATCH, swapped, null);
  }

  private static final class Held {
    private final byte[] frame;
    private final Batch batch;

    private Held(byte[] frame, Batch batch) {
      this.frame = frame;
      this.batch = batch;
    }
  }
}
