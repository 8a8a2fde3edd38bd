package io.lockstep.cli.tour;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lockstep.cli.server.Fleet;
import io.lockstep.report.NodeReport;
import io.lockstep.report.NodeReport.SessionReport;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The cluster of one web application as its console tells it. Thread-safe. */
public final class ClusterView {
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private final Fleet fleet;
  private final String application;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final ObjectMapper json =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /**
   * @param application the web application, by its path
   */
  public ClusterView(Fleet fleet, String application) {
    this.fleet = fleet;
    this.application = application;
  }

  /** A report from each node that answers the first server that does; empty when none does. */
  public List<NodeReport> reports() {
    return fleet.backends().stream()
        .filter(each -> fleet.isAlive(each.name()))
        .map(each -> reports(each.port()))
        .filter(reports -> !reports.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  /** Whether so many nodes report, and each sees as many alive. */
  public boolean isComplete(int nodes) {
    return isComplete(reports(), nodes);
  }

  /**
   * Whether so many nodes report, and there are so many sessions, of which none would be lost with
   * its owner.
   */
  boolean isProtected(int nodes, int sessions) {
    var reports = reports();
    return isComplete(reports, nodes)
        && sessions(reports) >= sessions
        && unprotected(reports) == 0
        && withoutBackup(reports) == 0;
  }

  /**
   * Whether so many nodes report, each sees as many alive, and the end of any one of them would
   * lose no session: each has an owner, and a backup that has all of it.
   */
  public boolean isSafe(int nodes) {
    var reports = reports();
    return isComplete(reports, nodes)
        && unprotected(reports) == 0
        && reports.stream().allMatch(each -> each.unassigned() == 0);
  }

  private static boolean isComplete(List<NodeReport> reports, int nodes) {
    return reports.size() == nodes && reports.stream().allMatch(each -> alive(each) == nodes);
  }

  /** How many sessions there are. */
  static int sessions(List<NodeReport> reports) {
    return reports.stream().mapToInt(NodeReport::sessionCount).sum();
  }

  /** How many of them would be lost with their owner. */
  static int unprotected(List<NodeReport> reports) {
    return reports.stream().mapToInt(NodeReport::unprotected).sum();
  }

  /** How many of the listed ones name no server that holds a backup. */
  static long withoutBackup(List<NodeReport> reports) {
    return reports.stream()
        .flatMap(each -> each.sessions().stream())
        .filter(each -> each.backups().isEmpty())
        .count();
  }

  /** How many sessions and backups the server holds, as it tells itself. */
  static String holdings(List<NodeReport> reports, String server) {
    return of(reports, server)
        .map(each -> each.sessionCount() + " sessions, " + each.backupCount() + " backups")
        .orElse("no report");
  }

  /** Whether the server holds any session or backup, as it tells itself. */
  static boolean holdsAny(List<NodeReport> reports, String server) {
    return of(reports, server)
        .filter(each -> each.sessionCount() + each.backupCount() > 0)
        .isPresent();
  }

  private static Optional<NodeReport> of(List<NodeReport> reports, String server) {
    return reports.stream().filter(each -> each.server().equals(server)).findFirst();
  }

  /** The session of that key, as its owner with the highest epoch tells it. */
  static Optional<SessionReport> session(List<NodeReport> reports, String key) {
    return reports.stream()
        .flatMap(each -> each.sessions().stream())
        .filter(each -> each.key().equals(key))
        .max(Comparator.comparingLong(ClusterView::epoch));
  }

  /** The counter of a session's epoch. */
  static long epoch(SessionReport session) {
    return Long.parseLong(session.epoch().split("@", 2)[0]);
  }

  private static long alive(NodeReport report) {
    return report.members().stream().filter(each -> each.state().equals("alive")).count();
  }

  private List<NodeReport> reports(int port) {
    var uri =
        URI.create("http://127.0.0.1:%d/%s/lockstep/api/cluster".formatted(port, application));
    try {
      var response =
          http.send(HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(), BodyHandlers.ofString());
      return response.statusCode() == 200
          ? List.of(json.readValue(response.body(), NodeReport[].class))
          : List.of();
    } catch (IOException notThere) {
      return List.of();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }
}
