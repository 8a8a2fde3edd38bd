package io.lockstep.testkit.simulation;

import io.lockstep.report.NodeReport;
import io.lockstep.session.SessionSettings.WhenUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** What must hold once all faults are over and the cluster had time to settle. */
final class FinalChecks {
  private static final int MOST_TRIES = 30;

  private final World world;
  private final Scenario scenario;
  private final Cluster cluster;
  private final Workload workload;
  private final Copies copies;
  private final Lives lives;
  private final Map<ServerProcess, NodeReport> reports = new LinkedHashMap<>();
  private final List<Visit> visits = new ArrayList<>();

  FinalChecks(
      World world,
      Scenario scenario,
      Cluster cluster,
      Workload workload,
      Copies copies,
      Lives lives) {
    this.world = world;
    this.scenario = scenario;
    this.cluster = cluster;
    this.workload = workload;
    this.copies = copies;
    this.lives = lives;
  }

  /** Asks every node what it thinks, and every visitor to come once more. */
  void begin() {
    askAll();
    world.after(
        Duration.ofSeconds(5),
        () -> {
          checkReports();
          visitAll();
        });
  }

  private void askAll() {
    reports.clear();
    for (ServerProcess process : cluster.processes()) {
      CompletableFuture<Void> unused =
          process
              .node()
              .observer()
              .report()
              .thenAccept(
                  report -> {
                    reports.put(process, report);
                    cluster.leak(process, report).ifPresent(world.violations::add);
                  });
    }
  }

  private void checkReports() {
    world.trace.note("CHECK", "reports of all nodes");
    if (reports.size() != scenario.servers()) {
      world.violations.add("Only these nodes report: " + reports.keySet());
    }
    var settled = new SettledCheck(scenario, List.copyOf(reports.values()), livingSessions());
    settled.violation().ifPresent(world.violations::add);
    differingBackup().ifPresent(world.violations::add);
    new LossCheck(world, copies, lives, workload.sessions().toList())
        .violation(reports)
        .ifPresent(world.violations::add);
  }

  /** How often the nodes have passivated a session, each since its start. */
  int passivated() {
    return reports.values().stream()
        .flatMap(report -> report.counters().stream())
        .filter(counter -> counter.name().equals("sessions.passivated"))
        .mapToInt(counter -> (int) counter.value())
        .sum();
  }

  /** Verification must find nothing: no fault of the network alters what it carries. */
  private Optional<String> differingBackup() {
    return reports.values().stream()
        .filter(
            report ->
                report.counters().stream()
                    .anyMatch(
                        counter ->
                            counter.name().equals("backups.differing") && counter.value() > 0))
        .findFirst()
        .map(report -> report.server() + " has held a backup that was not what its owner had");
  }

  /**
   * The labels of the sessions that have neither ended nor expired nor been lost, by their keys.
   */
  private Map<String, String> livingSessions() {
    return workload
        .sessions()
        .filter(session -> session.given() && !session.mayHaveEnded())
        .filter(session -> !session.mayHaveExpired(world.nanos()))
        .filter(session -> copies.session(session.label()).filter(this::lives).isPresent())
        .collect(
            Collectors.toMap(
                session -> copies.reportedKey(session.label()).orElseThrow(),
                SessionRecord::label,
                (one, other) -> one,
                LinkedHashMap::new));
  }

  private boolean lives(SessionTruth truth) {
    return !truth.lost() && truth.heldBy(lives::living);
  }

  /** Kills the server with most sessions: all that is acknowledged must survive it. */
  void crashOne() {
    checkVisits();
    reports.entrySet().stream()
        .max(Comparator.comparingInt(entry -> entry.getValue().sessionCount()))
        .ifPresent(
            entry -> {
              world.trace.note("CHECK", "the last crash: " + entry.getKey());
              entry.getKey().kill();
            });
  }

  /** Every visitor reads its session on any server. */
  void visitAll() {
    visits.clear();
    for (Visitor visitor : workload.visitors()) {
      visitor
          .current()
          .filter(session -> session.unused(world.nanos()).compareTo(shortest(session)) < 0)
          .ifPresent(
              session -> {
                var visit = new Visit(visitor, session);
                visits.add(visit);
                visit.goOn(MOST_TRIES);
              });
    }
  }

  private static Duration shortest(SessionRecord session) {
    return session.maxInactive().multipliedBy(3).dividedBy(4);
  }

  private void checkVisits() {
    visits.stream()
        .flatMap(visit -> visit.unacknowledged().stream())
        .findFirst()
        .ifPresent(
            operation ->
                world.violations.add("Not acknowledged, though all is calm: " + operation));
    visits.stream()
        .filter(visit -> !visit.served())
        .findFirst()
        .ifPresent(visit -> world.violations.add("Not served at last: " + visit));
  }

  /** Checks the last visits and all histories. */
  void end() {
    checkVisits();
    checkShare();
    var history = new HistoryCheck(copies);
    workload
        .sessions()
        .map(history::violation)
        .flatMap(Optional::stream)
        .findFirst()
        .ifPresent(world.violations::add);
  }

  private void checkShare() {
    int answers = workload.ended(Operation.Outcome.DONE);
    if (workload.acknowledged() < scenario.leastAcknowledged() * answers) {
      world.violations.add(
          "Only %d of %d answers were acknowledged".formatted(workload.acknowledged(), answers));
    }
  }

  /** A visitor's tries to be served once more. */
  private final class Visit {
    private final Visitor visitor;
    private final SessionRecord session;
    private final int before;

    private Visit(Visitor visitor, SessionRecord session) {
      this.visitor = visitor;
      this.session = session;
      before = session.operations().size();
    }

    private void goOn(int tries) {
      if (served() || tries == 0 || world.violations.any()) {
        return;
      }
      visitor.lookAt(session);
      world.after(Duration.ofMillis(2500), () -> goOn(tries - 1));
    }

    private boolean served() {
      return session.operations().stream()
          .skip(before)
          .anyMatch(
              operation ->
                  operation.is(Operation.Outcome.DONE)
                      || operation.is(Operation.Outcome.UNKNOWN_SESSION)
                      || (operation.is(Operation.Outcome.UNAVAILABLE) && mayRefuse()));
    }

    /** A visit that was served while there are enough servers, and that no backup confirmed. */
    private Optional<Operation> unacknowledged() {
      return session.operations().stream()
          .skip(before)
          .filter(operation -> operation.is(Operation.Outcome.DONE))
          .filter(operation -> !operation.acknowledged() && canBeAcknowledged())
          .findFirst();
    }

    private boolean canBeAcknowledged() {
      return scenario.acknowledges()
          && cluster.processes().size() - scenario.mostAlike() >= scenario.sessions().backups();
    }

    private boolean mayRefuse() {
      return cannotProtect() || isUndecidable();
    }

    /** With too few nodes for all backups, nothing is protected, and all may be refused. */
    private boolean cannotProtect() {
      return scenario.sessions().whenUnavailable() == WhenUnavailable.FAIL
          && cluster.processes().size() - scenario.mostAlike() < scenario.sessions().backups();
    }

    /**
     * Whether no copy is left, and the servers that are left are no majority. Without an arbiter
     * none of them can decide that the others are dead, and while somebody may still have the
     * session, nobody may say that there is none.
     */
    private boolean isUndecidable() {
      boolean decides = scenario.brokered() || 2 * cluster.processes().size() > scenario.servers();
      return !decides
          && copies.session(session.label()).filter(truth -> truth.heldBy(lives::living)).isEmpty();
    }

    @Override
    public String toString() {
      List<Operation> tried = session.operations();
      return session.label() + ", last " + tried.get(tried.size() - 1);
    }
  }
}
