package io.lockstep.testkit.simulation;

import io.lockstep.report.NodeReport;
import io.lockstep.report.NodeReport.MemberReport;
import io.lockstep.report.NodeReport.SessionReport;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * Checks that a node whose own transport is down draws no conclusion about others, and takes
 * nothing over.
 */
final class OutageCheck {
  /** Until then the node knows of its outage, and has done with what arrived before. */
  private static final Duration NOTICE = Duration.ofSeconds(1);

  private static final Duration AGAIN = Duration.ofMillis(10);

  private final World world;
  private final Copies copies;

  OutageCheck(World world, Copies copies) {
    this.world = world;
    this.copies = copies;
  }

  /** The outage begins; the result is to be run just before it ends. */
  Runnable begin(ServerProcess process) {
    var verdict = new Verdict(process);
    world.after(NOTICE, verdict::remember);
    return verdict::compare;
  }

  /** What a node thought early in its outage, against what it thinks at the end. */
  private final class Verdict {
    private final ServerProcess process;
    private final Set<String> sessions = new HashSet<>();
    private final CompletableFuture<NodeReport> before = new CompletableFuture<>();
    private boolean over;

    private Verdict(ServerProcess process) {
      this.process = process;
    }

    /** A paused server has yet to read what arrived before. */
    private void remember() {
      if (over || !process.alive()) {
        return;
      }
      if (!process.hasReadAll()) {
        world.after(AGAIN, this::remember);
      } else {
        CompletableFuture<Void> unused =
            process
                .node()
                .observer()
                .report()
                .thenAccept(
                    report -> {
                      sessions.addAll(copies.reportedKeys());
                      before.complete(report);
                    });
      }
    }

    private void compare() {
      over = true;
      if (before.isDone() && process.alive()) {
        CompletableFuture<Void> unused =
            before.thenAcceptBoth(process.node().observer().report(), this::compare);
      }
    }

    private void compare(NodeReport then, NodeReport now) {
      if (then.connected() || now.connected()) {
        return;
      }
      deaths(then, now);
      takeOvers(then, now);
    }

    private void deaths(NodeReport then, NodeReport now) {
      Map<String, String> thought = states(then);
      states(now)
          .forEach(
              (incarnation, state) -> {
                if (isOver(state) && !isOver(thought.getOrDefault(incarnation, state))) {
                  world.violations.add(
                      "%s holds %s for %s, which it cannot have learnt in its own outage"
                          .formatted(process, incarnation, state));
                }
              });
    }

    /** New sessions are of its own making; all others it owned already. */
    private void takeOvers(NodeReport then, NodeReport now) {
      Set<String> owned =
          then.sessions().stream().map(SessionReport::key).collect(Collectors.toSet());
      now.sessions().stream()
          .map(SessionReport::key)
          .filter(key -> sessions.contains(key) && !owned.contains(key))
          .findFirst()
          .ifPresent(
              key ->
                  world.violations.add(
                      "%s took session %s over in its own outage".formatted(process, key)));
    }
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
