package io.lockstep.testkit.simulation.network;

import io.lockstep.testkit.simulation.network.BrokerNetwork.Connection;
import io.lockstep.time.VirtualTime;
import io.lockstep.transport.NodeId;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Decides that lives are over, as the AMQP transports do among themselves: a life whose queue is
 * gone and was not declared again in time is dead, which the broker keeps on record. The verdict
 * and the life's return exclude each other. A life that was not heard on the judge's connection has
 * more time: after the broker's own outage all queues are missing for a moment.
 */
final class Arbiter {
  private static final Duration GRACE = Duration.ofSeconds(1);
  private static final Duration TIME_TO_SETTLE = Duration.ofSeconds(10);

  private final VirtualTime time;
  private final Predicate<NodeId> connected;
  private final Consumer<NodeId> verdicts;
  private final Map<NodeId, Set<NodeId>> judges = new HashMap<>();
  private final Set<Case> cases = new HashSet<>();

  Arbiter(VirtualTime time, Predicate<NodeId> connected, Consumer<NodeId> verdicts) {
    this.time = time;
    this.connected = connected;
    this.verdicts = verdicts;
  }

  /** Whether the life would find its own death on record. */
  boolean condemned(NodeId node) {
    return judges.containsKey(node);
  }

  /** A frame of the judge's came back from the node. */
  void missed(NodeId node, Connection judge) {
    var judged = new Case(judge.life.id, node);
    if (judges.getOrDefault(node, Set.of()).contains(judge.life.id)) {
      judge.life.dead(node);
    } else if (cases.add(judged)) {
      time.schedule(delay(node, judge), () -> judge(judged, judge));
    }
  }

  private Duration delay(NodeId node, Connection judge) {
    Duration settling = TIME_TO_SETTLE.minusNanos(time.nanos() - judge.sinceNs);
    return judge.heard.contains(node) || settling.compareTo(GRACE) < 0 ? GRACE : settling;
  }

  private void judge(Case judged, Connection judge) {
    cases.remove(judged);
    if (judge.working() && !connected.test(judged.accused)) {
      judges.computeIfAbsent(judged.accused, any -> new HashSet<>()).add(judged.judge);
      verdicts.accept(judged.accused);
      judge.life.dead(judged.accused);
    }
  }

  private record Case(NodeId judge, NodeId accused) {}
}
