package io.lockstep.testkit.simulation;

import io.lockstep.sequence.SequenceRange;
import io.lockstep.sequence.VersionVector;
import io.lockstep.testkit.simulation.network.Parcel;
import io.lockstep.testkit.simulation.network.SimulatedNetwork;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.StoreSeen;
import io.lockstep.wire.proto.StoreState;
import io.lockstep.wire.proto.StoreStatus;
import io.lockstep.wire.proto.StoreVector;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Each node is told, in the name of every other one, that this has seen all that the node itself
 * has seen. So a tombstone goes after a while, whoever has missed the removal.
 */
final class TombstoneByAge implements Sabotage {
  private final Map<NodeId, StoreStatus> told = new LinkedHashMap<>();

  @Override
  public void attach(World world, SimulatedNetwork network) {
    network.alteration(
        (from, to, frame) -> {
          Optional<StoreStatus> status = Messages.in(frame, MessageType.STORE_STATUS);
          status.ifPresent(own -> told.put(from, own));
          StoreStatus receivers = told.get(to);
          if (status.isEmpty() || receivers == null || from.equals(to)) {
            return List.of(new Parcel(frame));
          }
          told.keySet().stream()
              .filter(other -> !other.equals(from) && !other.equals(to))
              .filter(network.open()::contains)
              .forEach(other -> network.forge(other, to, inTheNameOf(other, frame, receivers)));
          return List.of(
              new Parcel(
                  Messages.replace(
                      frame, MessageType.STORE_STATUS, both(status.get(), receivers), null)));
        });
  }

  private static byte[] inTheNameOf(NodeId other, byte[] frame, StoreStatus receivers) {
    return Messages.replace(frame, MessageType.STORE_STATUS, receivers, other.incarnation());
  }

  private static StoreStatus both(StoreStatus own, StoreStatus receivers) {
    StoreStatus.Builder both = StoreStatus.newBuilder();
    for (StoreState state : own.getStoresList()) {
      VersionVector vector = StoreTruth.vector(state.getVector());
      receivers.getStoresList().stream()
          .filter(other -> other.getStore().equals(state.getStore()))
          .forEach(other -> vector.add(StoreTruth.vector(other.getVector())));
      both.addStores(state.toBuilder().setVector(wire(vector)));
    }
    return both.build();
  }

  private static StoreVector wire(VersionVector vector) {
    StoreVector.Builder wire = StoreVector.newBuilder();
    for (long source : vector.sources()) {
      StoreSeen.Builder seen = StoreSeen.newBuilder().setSource(source);
      for (SequenceRange range : vector.ranges(source)) {
        seen.addBounds(range.from()).addBounds(range.to());
      }
      wire.addSeen(seen);
    }
    return wire.build();
  }
}
