package io.lockstep.testkit.simulation;

import io.lockstep.report.NodeReport;
import io.lockstep.report.NodeReport.BackupReport;
import io.lockstep.report.NodeReport.MemberReport;
import io.lockstep.report.NodeReport.SessionReport;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Whether the nodes' reports agree: one view, an owner for each session, all backed up. */
final class SettledCheck {
  private final Scenario scenario;
  private final List<NodeReport> reports;
  private final Map<String, String> living;
  private final Map<String, NodeReport> byServer;

  /**
   * A check of the reports.
   *
   * @param living the sessions that live for certain: their labels by their reported keys
   */
  SettledCheck(Scenario scenario, List<NodeReport> reports, Map<String, String> living) {
    this.scenario = scenario;
    this.living = living;
    this.reports = reports;
    byServer = reports.stream().collect(Collectors.toMap(NodeReport::server, Function.identity()));
  }

  Optional<String> violation() {
    return differentViews()
        .or(this::twoOwners)
        .or(this::unowned)
        .or(this::sameMachine)
        .or(this::unprotected);
  }

  private Optional<String> unowned() {
    Set<String> owned =
        reports.stream()
            .flatMap(report -> report.sessions().stream())
            .map(SessionReport::key)
            .collect(Collectors.toSet());
    if (reports.stream().anyMatch(report -> report.sessions().size() < report.sessionCount())) {
      // They do not list all.
      return Optional.empty();
    }
    return living.entrySet().stream()
        .filter(session -> !owned.contains(session.getKey()))
        .findFirst()
        .map(
            session ->
                "After all this time, nobody owns %s, which is session %s"
                    .formatted(session.getValue(), session.getKey()));
  }

  private Optional<String> sameMachine() {
    if (!scenario.sessions().requireOtherMachine()) {
      return Optional.empty();
    }
    return reports.stream()
        .flatMap(report -> report.sessions().stream())
        .filter(
            session ->
                session.backups().stream()
                    .anyMatch(backup -> machine(backup).equals(machine(session.owner()))))
        .findFirst()
        .map(session -> "A backup is on its owner's machine, though that is refused: " + session);
  }

  private String machine(String server) {
    NodeReport report = byServer.get(server);
    return report == null
        ? "?" + server
        : report.members().stream()
            .filter(MemberReport::local)
            .map(MemberReport::machineId)
            .findFirst()
            .orElse("?" + server);
  }

  /** How many servers may back up what this one owns. */
  private int candidates(String owner) {
    boolean strict = scenario.sessions().requireOtherMachine();
    return (int)
        byServer.keySet().stream()
            .filter(server -> !server.equals(owner))
            .filter(server -> !strict || !machine(server).equals(machine(owner)))
            .count();
  }

  private Optional<String> differentViews() {
    Set<String> running =
        reports.stream()
            .map(NodeReport::incarnation)
            .collect(Collectors.toCollection(TreeSet::new));
    return reports.stream()
        .filter(report -> !alive(report).equals(running))
        .findFirst()
        .map(
            report ->
                "%s holds %s for alive, and there are %s"
                    .formatted(report.server(), report.members(), running));
  }

  private static Set<String> alive(NodeReport report) {
    return report.members().stream()
        .filter(member -> member.state().equals("alive"))
        .map(MemberReport::incarnation)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Optional<String> twoOwners() {
    Map<String, String> owners = new HashMap<>();
    for (NodeReport report : reports) {
      for (SessionReport session : report.sessions()) {
        String other = owners.putIfAbsent(session.key(), report.server());
        if (other != null) {
          return Optional.of(
              "%s is owned by %s and by %s".formatted(session.key(), other, report.server()));
        }
      }
    }
    return Optional.empty();
  }

  private Optional<String> unprotected() {
    return reports.stream()
        .flatMap(report -> report.sessions().stream())
        .map(this::unprotected)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<String> unprotected(SessionReport session) {
    int wanted = scenario.sessions().backups();
    int candidates = candidates(session.owner());
    if (session.backups().size() != Math.min(wanted, candidates)) {
      return Optional.of("After all this time, so many backups has " + session);
    }
    if (candidates >= wanted && !session.level().equals("acknowledged")) {
      return Optional.of("After all this time, its backups do not protect " + session);
    }
    return session.backups().stream()
        .filter(server -> !holds(server, session))
        .findFirst()
        .map(
            server ->
                "%s does not hold %s as its owner says, but %s"
                    .formatted(server, session, held(server, session)));
  }

  private List<BackupReport> held(String server, SessionReport session) {
    NodeReport report = byServer.get(server);
    return report == null
        ? List.of()
        : report.backups().stream().filter(backup -> backup.key().equals(session.key())).toList();
  }

  private boolean holds(String server, SessionReport session) {
    NodeReport report = byServer.get(server);
    return report != null
        && (isCutShort(report)
            || report.backups().stream().anyMatch(backup -> matches(backup, session)));
  }

  /** A report does not list all backups of a server that holds very many. */
  private static boolean isCutShort(NodeReport report) {
    return report.backups().size() < report.backupCount();
  }

  /** A copy that only took the last epoch still shows under which its content came. */
  private static boolean matches(BackupReport backup, SessionReport session) {
    return backup.key().equals(session.key()) && backup.sequence() == session.sequence();
  }
}
