package io.lockstep.testkit.simulation;

import io.lockstep.testkit.simulation.network.Parcel;
import io.lockstep.testkit.simulation.network.SimulatedNetwork;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.Batch;
import io.lockstep.wire.proto.BatchAck;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Batches are acknowledged when they are sent, and applied a while later. */
final class EarlyAcknowledgement implements Sabotage {
  private static final Duration LATE = Duration.ofMillis(300);

  @Override
  public void attach(World world, SimulatedNetwork network) {
    network.alteration(
        (from, to, frame) -> {
          Optional<Batch> batch = Messages.in(frame, MessageType.BATCH);
          batch.ifPresent(sent -> network.forge(to, from, acknowledgement(to, frame, sent)));
          return List.of(new Parcel(frame, batch.isPresent() ? LATE : Duration.ZERO));
        });
  }

  private static byte[] acknowledgement(NodeId backup, byte[] frame, Batch batch) {
    return Messages.replace(
        frame,
        MessageType.BATCH_ACK,
        BatchAck.newBuilder()
            .setSession(batch.getSession())
            .setEpoch(batch.getEpoch())
            .setSequence(batch.getSequence())
            .build(),
        backup.incarnation());
  }
}
