package io.lockstep.testkit.simulation;

import io.lockstep.report.NodeReport;
import io.lockstep.report.NodeReport.MemberReport;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Checks that a node whose own transport is down draws no conclusion about others. */
final class OutageCheck {
  private final World world;

  OutageCheck(World world) {
    this.world = world;
  }

  /** Remembers what the node thinks; the result compares that with what it thinks then. */
  Runnable begin(ServerProcess process) {
    CompletableFuture<NodeReport> before = process.node().observer().report();
    return () -> {
      CompletableFuture<Void> unused =
          before.thenAcceptBoth(
              process.node().observer().report(), (then, now) -> compare(process, then, now));
    };
  }

  private void compare(ServerProcess process, NodeReport before, NodeReport now) {
    Map<String, String> thought = states(before);
    Map<String, String> thinks = states(now);
    thinks.forEach(
        (incarnation, state) -> {
          if (isOver(state) && !isOver(thought.getOrDefault(incarnation, state))) {
            world.violations.add(
                "%s holds %s for %s, which it cannot have learnt in its own outage"
                    .formatted(process, incarnation, state));
          }
        });
  }

  private static boolean isOver(String state) {
    return state.equals("dead") || state.equals("left");
  }

  private static Map<String, String> states(NodeReport report) {
    return report.members().stream()
        .collect(
            Collectors.toMap(
                MemberReport::incarnation,
                MemberReport::state,
                (one, other) -> other,
                TreeMap::new));
  }
}
