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

/** Whether the nodes' reports agree: one view, one owner for each session, all backed up. */
final class SettledCheck {
  private final Scenario scenario;
  private final List<NodeReport> reports;
  private final Map<String, NodeReport> byServer;

  SettledCheck(Scenario scenario, List<NodeReport> reports) {
    this.scenario = scenario;
    this.reports = reports;
    byServer = reports.stream().collect(Collectors.toMap(NodeReport::server, Function.identity()));
  }

  Optional<String> violation() {
    return differentViews().or(this::twoOwners).or(this::unprotected);
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
    int needed = Math.min(scenario.sessions().backups(), scenario.servers() - 1);
    if (session.backups().size() != needed) {
      return Optional.of("After all this time, so many backups has " + session);
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
    return report != null && report.backups().stream().anyMatch(backup -> matches(backup, session));
  }

  /** A copy that only took the last epoch still shows under which its content came. */
  private static boolean matches(BackupReport backup, SessionReport session) {
    return backup.key().equals(session.key()) && backup.sequence() == session.sequence();
  }
}
