package io.lockstep.cli.tour;

import io.lockstep.cli.output.Progress;
import io.lockstep.cli.process.Polling;
import io.lockstep.cli.process.StartException;
import io.lockstep.cli.server.Fleet;
import io.lockstep.report.NodeReport;
import io.lockstep.report.NodeReport.SessionReport;
import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Collectors;

/**
 * The tour's steps with Lockstep: visitors fill carts, a server is killed under them, they go on,
 * every cart is checked, and the server comes back.
 */
public final class Tour {
  private static final Duration LATELY = Duration.ofSeconds(3);
  private static final Duration FILLING = Duration.ofSeconds(7);
  private static final Duration AFTERWARDS = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration ASYNC_WINDOW = Duration.ofSeconds(1);
  private static final int NEWCOMERS_PER_SERVER = 4;

  private final Fleet fleet;
  private final ClusterView cluster;
  private final Progress progress;
  private final Polling polling;
  private final Random random;
  private final Duration window;
  private final Duration mostRecovery;
  private final Crowd crowd;
  private final int nodes;

  /**
   * @param shop the shop behind its balancer
   * @param visitors how many
   * @param acknowledged whether no answered change may be lost
   * @param mostRecovery how long after the kill 99 of 100 visitors may wait for a good answer
   */
  public Tour(
      URI shop,
      Fleet fleet,
      ClusterView cluster,
      Progress progress,
      ScheduledExecutorService scheduler,
      int visitors,
      boolean acknowledged,
      Duration mostRecovery,
      long seed) {
    this.fleet = fleet;
    this.cluster = cluster;
    this.progress = progress;
    this.polling = new Polling(scheduler);
    this.random = new Random(seed);
    this.window = acknowledged ? Duration.ZERO : ASYNC_WINDOW;
    this.mostRecovery = mostRecovery;
    this.crowd = new Crowd(shop, scheduler, visitors, seed);
    this.nodes = fleet.backends().size();
  }

  /**
   * Runs the steps. When the sessions are not protected, nobody is killed, and the tour ends there.
   *
   * @throws StartException when the killed server does not start again
   */
  public void run() {
    try {
      runSteps();
    } finally {
      crowd.end();
    }
  }

  private void runSteps() {
    if (!fill()) {
      return;
    }
    pause(Duration.ofMillis(200 + random.nextInt(1_800)));
    if (!awaitProtection()) {
      checkProtection(false, "every session still has a backup");
      return;
    }
    var reports = cluster.reports();
    var server = mostSessions(reports);
    var sample = latestSession(reports, server);
    var kill = kill(server);
    goOn(kill, sample);
    comeBack(kill, sample);
  }

  private boolean fill() {
    progress.line(
        "2  with Lockstep: %d visitors fill their carts".formatted(crowd.visitors().size()));
    crowd.start();
    pause(FILLING);
    polling.until(PATIENCE, () -> lately().isFast());
    boolean safe = awaitProtection();
    new TrafficSummary(crowd.record().all()).tell(progress);
    lately().check(progress);
    checkProtection(safe, "every session has a backup");
    return safe;
  }

  private boolean awaitProtection() {
    int sessions = crowd.visitors().size();
    return polling.until(PATIENCE, () -> cluster.isProtected(nodes, sessions));
  }

  private void checkProtection(boolean safe, String text) {
    var reports = cluster.reports();
    progress.check(
        safe,
        "%s: %d sessions, of which %d would be lost with their owner"
            .formatted(text, ClusterView.sessions(reports), ClusterView.unprotected(reports)));
  }

  /** The last seconds: servers that have just started take a while to become fast. */
  private TrafficSummary lately() {
    long now = System.nanoTime();
    return new TrafficSummary(crowd.record().endedBetween(now - LATELY.toNanos(), now));
  }

  private Kill kill(String server) {
    var there = crowd.on(server);
    awaitRequest(there);
    long now = System.nanoTime();
    fleet.kill(server);
    long gone = System.nanoTime();
    progress.line(
        "3  %s, with %d of the visitors, is killed (%s)"
            .formatted(server, there.size(), fleet.killing()));
    return new Kill(
        server, there.stream().map(Visitor::name).collect(Collectors.toSet()), now, gone);
  }

  /** Waits until one of them has a request on its way, which a moment later it has no more. */
  private static void awaitRequest(List<Visitor> there) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (there.stream().noneMatch(Visitor::isWaiting) && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  private void goOn(Kill kill, Optional<SessionReport> sample) {
    progress.line("4  the visitors go on, and every cart is checked item by item");
    pause(AFTERWARDS);
    var findings = new Findings(crowd.record(), kill, crowd.visitors(), window, mostRecovery);
    int late = crowd.stop();
    findings.tell(progress);
    progress.check(
        late == 0, "every request that failed was repeated with success: %d not".formatted(late));
    findings.check(progress);
    checkSample(sample);
  }

  private void checkSample(Optional<SessionReport> before) {
    if (before.isEmpty()) {
      progress.check(false, "a sample session of the killed server was found");
      return;
    }
    var after = ClusterView.session(cluster.reports(), before.get().key());
    progress.detail("sample session " + before.get().key() + " before  " + text(before));
    progress.detail("sample session " + before.get().key() + " after   " + text(after));
    progress.check(
        after.isPresent()
            && !after.get().owner().equals(before.get().owner())
            && ClusterView.epoch(after.get()) > ClusterView.epoch(before.get()),
        "the sample session has another owner, under a higher epoch");
  }

  private void comeBack(Kill kill, Optional<SessionReport> sample) {
    int newcomers = NEWCOMERS_PER_SERVER * nodes;
    var server = kill.server();
    progress.line(
        "5  %s is started again under the visitors, and %d new ones come"
            .formatted(server, newcomers));
    int failedBefore = crowd.record().failed().size();
    crowd.start();
    fleet.startAgain(server);
    boolean complete = polling.until(PATIENCE, () -> cluster.isComplete(nodes));
    progress.check(complete, "%s has rejoined: %d members".formatted(server, nodes));
    crowd.arrive("n", newcomers);
    pause(AFTERWARDS);
    boolean safe = awaitProtection();
    int late = crowd.stop();
    sample.ifPresent(this::tellSample);
    checkProtection(safe, "every session is backed up again");
    checkReturned(server);
    int failed = crowd.record().failed().size() - failedBefore;
    progress.check(
        failed + late == 0, "no request failed while it came back: %d failed".formatted(failed));
    new Findings(crowd.record(), kill, crowd.visitors(), window, mostRecovery).checkCarts(progress);
  }

  private void tellSample(SessionReport sample) {
    progress.detail(
        "sample session %s now     %s"
            .formatted(sample.key(), text(ClusterView.session(cluster.reports(), sample.key()))));
  }

  private void checkReturned(String server) {
    boolean used = polling.until(PATIENCE, () -> ClusterView.holdsAny(cluster.reports(), server));
    progress.check(
        used,
        "%s has its share of what is new: %s"
            .formatted(server, ClusterView.holdings(cluster.reports(), server)));
  }

  private String mostSessions(List<NodeReport> reports) {
    int most = reports.stream().mapToInt(NodeReport::sessionCount).max().orElse(0);
    var equals =
        reports.stream()
            .filter(each -> each.sessionCount() == most)
            .map(NodeReport::server)
            .sorted()
            .toList();
    return equals.isEmpty()
        ? fleet.backends().get(0).name()
        : equals.get(random.nextInt(equals.size()));
  }

  /** One that a visitor is certain to come back to. */
  private static Optional<SessionReport> latestSession(List<NodeReport> reports, String server) {
    return reports.stream()
        .filter(each -> each.server().equals(server))
        .flatMap(each -> each.sessions().stream())
        .min(Comparator.comparingLong(SessionReport::idleMs));
  }

  private static String text(Optional<SessionReport> session) {
    return session
        .map(
            each ->
                "epoch %s, owner %s, backup %s"
                    .formatted(
                        each.epoch(),
                        each.owner(),
                        each.backups().isEmpty() ? "none" : String.join(" ", each.backups())))
        .orElse("not to be seen");
  }

  private void pause(Duration duration) {
    polling.until(duration, () -> false);
  }
}
