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
 * Decides that a life is over whose queue is gone and was not declared again in time. The verdict
 * and the life's return exclude each other. A judge that has only just connected waits: after the
 * broker's own outage all queues are missing for a moment.
 */
final class Arbiter {
  private static final Duration TIME_TO_RETURN = Duration.ofSeconds(1);
  private static final Duration TIME_TO_SETTLE = Duration.ofSeconds(5);

  private final VirtualTime time;
  private final Consumer<NodeId> verdicts;
  private final Set<NodeId> condemned = new HashSet<>();
  private final Set<Case> cases = new HashSet<>();
  private final Map<NodeId, Long> connectedAtNs = new HashMap<>();

  Arbiter(VirtualTime time, Consumer<NodeId> verdicts) {
    this.time = time;
    this.verdicts = verdicts;
  }

  void connected(NodeId node) {
    connectedAtNs.put(node, time.nanos());
  }

  boolean condemned(NodeId node) {
    return condemned.contains(node);
  }

  void judgeLater(NodeId accused, Predicate<NodeId> present, Connection judge) {
    var judged = new Case(judge.life.id, accused);
    if (cases.add(judged)) {
      time.schedule(delay(judge), () -> judge(judged, present, judge));
    }
  }

  private Duration delay(Connection judge) {
    long connectedNs = time.nanos() - connectedAtNs.getOrDefault(judge.life.id, time.nanos());
    Duration settling = TIME_TO_SETTLE.minusNanos(connectedNs);
    return settling.compareTo(TIME_TO_RETURN) > 0 ? settling : TIME_TO_RETURN;
  }

  private void judge(Case judged, Predicate<NodeId> present, Connection judge) {
    cases.remove(judged);
    if (judge.working() && !present.test(judged.accused)) {
      if (condemned.add(judged.accused)) {
        verdicts.accept(judged.accused);
      }
      judge.life.dead(judged.accused);
    }
  }

  private record Case(NodeId judge, NodeId accused) {}
}
