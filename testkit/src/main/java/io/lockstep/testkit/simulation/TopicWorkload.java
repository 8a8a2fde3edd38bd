package io.lockstep.testkit.simulation;

import io.lockstep.report.NodeReport;
import io.lockstep.report.NodeReport.MemberReport;
import io.lockstep.testkit.simulation.TopicTruth.Published;
import io.lockstep.topic.Subscription;
import io.lockstep.transport.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Applications on all servers that publish on a few topics, and listen to all or some of them. */
final class TopicWorkload {
  private static final List<String> TOPICS = List.of("news", "orders.new", "orders.paid");
  private static final Duration PACE = Duration.ofMillis(300);
  private static final int LONGEST = 2_000;
  private static final int BURST = 20;

  private final World world;
  private final Cluster cluster;
  private final TopicTruth truth;
  private final Duration busy;
  private final Seeded seeded;
  private final Map<ServerProcess, TopicWitness> witnesses = new LinkedHashMap<>();
  private final List<Narrow> narrow = new ArrayList<>();
  private final Map<Pair, Published> firstFor = new HashMap<>();
  private int contents;

  /** A listener to some topics. */
  private record Narrow(Subscription subscription, TopicWitness witness) {}

  /** A publisher's life, and another that it has for a member. */
  private record Pair(NodeId publisher, String member) {}

  TopicWorkload(World world, Cluster cluster, TopicTruth truth, Duration busy) {
    this.world = world;
    this.cluster = cluster;
    this.truth = truth;
    this.busy = busy;
    seeded = new Seeded(world.random());
    cluster.onStart(this::listenToAll);
  }

  void start() {
    world.after(
        seeded.around(PACE),
        () -> {
          if (world.nanos() < busy.toNanos()) {
            List<ServerProcess> serving = cluster.serving();
            if (!serving.isEmpty()) {
              act(seeded.oneOf(serving));
            }
            start();
          }
        });
  }

  private void act(ServerProcess process) {
    switch (seeded.between(0, 19)) {
      case 0 -> listen(process, "orders.*", topic -> topic.startsWith("orders."));
      case 1 -> listen(process, "news", "news"::equals);
      case 2 -> endOne();
      case 3 -> publish(process, BURST);
      default -> publish(process, 1);
    }
  }

  private void listenToAll(ServerProcess process) {
    var witness = new TopicWitness(world, truth, process + " #", any -> true, true);
    witnesses.put(process, witness);
    process.node().topics().subscribe("#", witness);
  }

  private void listen(ServerProcess process, String pattern, Predicate<String> topics) {
    var witness = new TopicWitness(world, truth, process + " " + pattern, topics, false);
    narrow.add(new Narrow(process.node().topics().subscribe(pattern, witness), witness));
  }

  private void endOne() {
    if (!narrow.isEmpty()) {
      narrow.remove(seeded.between(0, narrow.size() - 1)).subscription().close();
    }
  }

  /** Publishes on a thread of the application, some of the messages at once. */
  void publish(ServerProcess process, int many) {
    var unused =
        process
            .node()
            .observer()
            .report()
            .thenAccept(
                report ->
                    process
                        .threads()
                        .execute(
                            () -> {
                              if (!process.leaving()) {
                                publish(process, many, report);
                              }
                            }));
  }

  private void publish(ServerProcess process, int many, NodeReport seen) {
    for (int i = 0; i < many; i++) {
      String topic = seeded.oneOf(TOPICS);
      String content = ++contents + " " + ".".repeat(seeded.between(0, LONGEST));
      Published published = truth.publish(process, topic, content);
      process.node().topics().publish(topic, content);
      NodeId self = process.node().id();
      if (self.toString().equals(seen.incarnation())) {
        seen.members().stream()
            .filter(member -> !member.local() && isThere(member))
            .forEach(member -> firstFor.putIfAbsent(pair(self, member), published));
      }
    }
    world.trace.note(process.server(), "publishes up to " + contents);
  }

  private static boolean isThere(MemberReport member) {
    return member.state().equals("alive") || member.state().equals("suspected");
  }

  private static Pair pair(NodeId publisher, MemberReport member) {
    return new Pair(publisher, member.incarnation());
  }

  int published() {
    return truth.count();
  }

  /** How many messages the listeners to all topics have heard. */
  int heard() {
    return witnesses.values().stream().mapToInt(TopicWitness::heard).sum();
  }

  /** How many messages the listeners to all topics were told that they missed. */
  int lost() {
    return (int) witnesses.values().stream().mapToLong(TopicWitness::lost).sum();
  }

  /** All that a running server has published since it knows another is accounted for there. */
  void checkComplete() {
    for (ServerProcess publisher : cluster.processes()) {
      NodeId id = publisher.node().id();
      for (ServerProcess other : cluster.processes()) {
        Published first = firstFor.get(new Pair(id, other.node().id().toString()));
        TopicWitness witness = witnesses.get(other);
        if (first != null && witness != null) {
          witness.checkComplete(id, Math.max(1, truth.number(id, first)));
        }
      }
    }
  }
}
