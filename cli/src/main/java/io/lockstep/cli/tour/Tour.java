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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;

/**
 * The tour's steps with Lockstep: visitors fill carts, a server is killed under them, they go on,
 * every cart is checked, and the server comes back.
 */
public final class Tour {
  private static final Duration SLOWEST_PACE = Duration.ofMillis(500);
  private static final int FEW_VISITORS_RATE = 150;
  private static final Duration LATELY = Duration.ofSeconds(3);
  private static final Duration FILLING = Duration.ofSeconds(7);
  private static final Duration AFTERWARDS = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration ASYNC_WINDOW = Duration.ofSeconds(1);

  private final Fleet fleet;
  private final ClusterView cluster;
  private final Progress progress;
  private final Polling polling;
  private final Random random;
  private final boolean acknowledged;
  private final TourRecord record = new TourRecord();
  private final List<Visitor> visitors;
  private final Traffic traffic;

  /**
   * @param shop the shop behind its balancer
   * @param visitorCount how many visitors
   * @param acknowledged whether no answered change may be lost
   */
  public Tour(
      URI shop,
      Fleet fleet,
      ClusterView cluster,
      Progress progress,
      ScheduledExecutorService scheduler,
      int visitorCount,
      boolean acknowledged,
      long seed) {
    this.fleet = fleet;
    this.cluster = cluster;
    this.progress = progress;
    this.polling = new Polling(scheduler);
    this.random = new Random(seed);
    this.acknowledged = acknowledged;
    var client = new ShopClient(shop, scheduler);
    this.visitors =
        IntStream.range(0, visitorCount)
            .mapToObj(index -> new Visitor("v" + index, client, record, seed * 31 + index))
            .toList();
    this.traffic = new Traffic(visitors, scheduler, pace(visitorCount), seed);
  }

  /** Each visitor asks twice a second; when there are few, more often. */
  private static Duration pace(int visitors) {
    var enough = Duration.ofMillis(1_000L * visitors / FEW_VISITORS_RATE);
    return enough.compareTo(SLOWEST_PACE) < 0 ? enough : SLOWEST_PACE;
  }

  /**
   * Runs the steps.
   *
   * @throws StartException when the killed server does not start again
   */
  public void run() {
    fill();
    var reports = cluster.reports();
    var killed = mostSessions(reports);
    var sample = latestSession(reports, killed);
    var kill = kill(killed);
    goOn(kill, sample);
    comeBack(killed, sample);
  }

  private void fill() {
    progress.line("2  with Lockstep: %d visitors fill their carts".formatted(visitors.size()));
    traffic.start();
    pause(FILLING);
    int nodes = fleet.backends().size();
    boolean backedUp =
        polling.until(PATIENCE, () -> lately().isFast() && cluster.isBackedUp(nodes));
    new TrafficSummary(record.all()).tell(progress);
    lately().check(progress);
    var reports = cluster.reports();
    progress.check(
        backedUp,
        "every session has a backup: %d sessions, %d unassigned"
            .formatted(ClusterView.sessions(reports), ClusterView.unassigned(reports)));
  }

  /** The last seconds: servers that have just started take a while to become fast. */
  private TrafficSummary lately() {
    long now = System.nanoTime();
    return new TrafficSummary(record.endedBetween(now - LATELY.toNanos(), now));
  }

  private Kill kill(String server) {
    pause(Duration.ofMillis(200 + random.nextInt(1_800)));
    var there = visitors.stream().filter(each -> server.equals(each.server())).toList();
    awaitRequest(there);
    long now = System.nanoTime();
    fleet.kill(server);
    var kill = new Kill(server, there.stream().map(Visitor::name).toList(), now);
    progress.line(
        "3  %s, with %d of the visitors, is killed (SIGKILL)".formatted(server, there.size()));
    return kill;
  }

  /** Waits, not for long, until one of them has a request on its way. */
  private static void awaitRequest(List<Visitor> there) {
    long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
    while (there.stream().noneMatch(Visitor::isWaiting) && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  private void goOn(Kill kill, Optional<SessionReport> sample) {
    progress.line("4  the visitors go on, and every cart is checked item by item");
    pause(AFTERWARDS);
    boolean settled = stopTraffic();
    CompletableFuture.allOf(
            visitors.stream().map(Visitor::look).toArray(CompletableFuture<?>[]::new))
        .join();
    var findings = new Findings(record, kill, visitors);
    findings.tell(progress);
    progress.check(settled, "every request that failed was repeated with success");
    findings.check(progress, acknowledged ? Duration.ZERO : ASYNC_WINDOW);
    checkSample(sample);
  }

  private boolean stopTraffic() {
    try {
      traffic.stop(PATIENCE);
      return true;
    } catch (CompletionException late) {
      return false;
    }
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

  private void comeBack(String server, Optional<SessionReport> sample) {
    int nodes = fleet.backends().size();
    progress.line("5  " + server + " is started again");
    fleet.startAgain(server);
    boolean complete = polling.until(PATIENCE, () -> cluster.isComplete(nodes));
    progress.check(complete, "%s has rejoined: %d members".formatted(server, nodes));
    boolean backedUp = polling.until(PATIENCE, () -> cluster.isBackedUp(nodes));
    var reports = cluster.reports();
    sample.ifPresent(
        each ->
            progress.detail(
                "sample session %s now     %s"
                    .formatted(each.key(), text(ClusterView.session(reports, each.key())))));
    progress.check(
        backedUp,
        "every session is backed up again: %d sessions, %d unassigned"
            .formatted(ClusterView.sessions(reports), ClusterView.unassigned(reports)));
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

  /**
   * The kill of a server.
   *
   * @param visitors who were on it
   * @param ns when, by {@link System#nanoTime}
   */
  record Kill(String server, List<String> visitors, long ns) {}
}
