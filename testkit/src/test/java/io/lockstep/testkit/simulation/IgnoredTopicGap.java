package io.lockstep.testkit.simulation;

import io.lockstep.testkit.simulation.network.Parcel;
import io.lockstep.testkit.simulation.network.SimulatedNetwork;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.TopicBatch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Now and then a message is left out, and those after it are numbered as if there was none. */
final class IgnoredTopicGap implements Sabotage {
  private static final int EVERY = 50;

  private final Map<List<NodeId>, Integer> seen = new HashMap<>();
  private final Map<List<NodeId>, Integer> leftOut = new HashMap<>();

  @Override
  public void attach(World world, SimulatedNetwork network) {
    network.alteration(
        (from, to, frame) -> {
          Optional<TopicBatch> batch = Messages.in(frame, MessageType.TOPIC_BATCH);
          return batch.isEmpty() || from.equals(to)
              ? List.of(new Parcel(frame))
              : alter(List.of(from, to), frame, batch.get());
        });
  }

  private List<Parcel> alter(List<NodeId> way, byte[] frame, TopicBatch batch) {
    int less = leftOut.getOrDefault(way, 0);
    if (batch.getCount() == 1 && seen.merge(way, 1, Integer::sum) % EVERY == 0) {
      leftOut.put(way, less + 1);
      return List.of();
    }
    TopicBatch moved = batch.toBuilder().setFrom(Math.max(1, batch.getFrom() - less)).build();
    return List.of(new Parcel(Messages.replace(frame, MessageType.TOPIC_BATCH, moved, null)));
  }
}
