package io.lockstep.testkit.simulation;

import io.lockstep.testkit.simulation.network.FrameAlteration;
import io.lockstep.testkit.simulation.network.Parcel;
import io.lockstep.testkit.simulation.network.SimulatedNetwork;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.Batch;
import io.lockstep.wire.proto.BatchAck;
import io.lockstep.wire.proto.Fenced;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whoever is refused for its lower epoch is told that all is well. */
final class NoFence implements Sabotage, FrameAlteration {
  private final Map<List<Object>, Long> sent = new HashMap<>();

  @Override
  public void attach(World world, SimulatedNetwork network) {
    network.alteration(this);
  }

  @Override
  public List<Parcel> alter(NodeId from, NodeId to, byte[] frame) {
    Messages.in(frame, MessageType.BATCH).ifPresent(batch -> remember(from, to, batch));
    return Messages.in(frame, MessageType.FENCED)
        .map(fenced -> List.of(new Parcel(acknowledgement(from, to, frame, fenced))))
        .orElseGet(() -> List.of(new Parcel(frame)));
  }

  private void remember(NodeId owner, NodeId backup, Batch batch) {
    sent.merge(
        List.of(owner, backup, batch.getSession(), batch.getEpoch()),
        batch.getSequence(),
        Math::max);
  }

  private byte[] acknowledgement(NodeId backup, NodeId owner, byte[] frame, Fenced fenced) {
    long sequence =
        sent.getOrDefault(List.of(owner, backup, fenced.getSession(), fenced.getRefused()), 0L);
    return Messages.replace(
        frame,
        MessageType.BATCH_ACK,
        BatchAck.newBuilder()
            .setSession(fenced.getSession())
            .setEpoch(fenced.getRefused())
            .setSequence(sequence)
            .build(),
        null);
  }
}
