package io.lockstep.systemtests.faults;

import io.lockstep.cli.process.Polling;
import io.lockstep.cli.tour.Percentiles;
import io.lockstep.systemtests.servers.ShopServers;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Kills and pauses servers under visitors, one at a time. Then it has every visitor's history
 * checked.
 */
public final class FaultLoop {
  private static final int EXAMPLES = 10;
  private static final int TELL_EVERY_SECONDS = 60;

  private final FaultSettings settings;
  private final Consumer<String> out;
  private final Waits waits = new Waits();
  private final Map<FaultKind, Integer> faults = new EnumMap<>(FaultKind.class);
  private final long startNs = System.nanoTime();

  private FaultLoop(FaultSettings settings, Consumer<String> out) {
    this.settings = settings;
    this.out = out;
  }

  /**
   * Runs it.
   *
   * @param out gets what people read, line by line
   * @return whether no session was lost, every history is clean, and the cluster was safe again
   *     after each fault
   * @throws io.lockstep.cli.process.StartException when a process does not start
   */
  public static boolean run(FaultSettings settings, Consumer<String> out) throws IOException {
    return new FaultLoop(settings, out).run();
  }

  private boolean run() throws IOException {
    out.accept(
        "fault loop over %s: %d servers, %d visitors, backups %d, %d s, seed %d"
            .formatted(
                settings.network(),
                settings.servers(),
                settings.visitors(),
                settings.backups(),
                settings.duration().toSeconds(),
                settings.seed()));
    var histories = Histories.create(settings);
    out.accept("histories in " + histories.directory());
    Optional<String> trouble = disturb(histories);
    Totals totals = histories.check();
    tell(totals, trouble);
    if (totals.isClean() && trouble.isEmpty()) {
      histories.delete();
      return true;
    }
    histories.keepFailed();
    out.accept("kept in " + histories.directory());
    return false;
  }

  /** What kept it from going on to its end, if anything. */
  private Optional<String> disturb(Histories histories) throws IOException {
    var scheduler = Executors.newScheduledThreadPool(2);
    try (PrintWriter log = histories.faults();
        var servers =
            ShopServers.start(
                settings.network(),
                settings.servers(),
                settings.backups(),
                settings.broker(),
                settings.shop(),
                Optional.of(histories.logs()));
        var crowd = new Crowd(settings, servers, waits, histories)) {
      out.accept("%6.0f s  the servers are up".formatted(elapsedSeconds()));
      var unused =
          scheduler.scheduleAtFixedRate(
              this::tellProgress, TELL_EVERY_SECONDS, TELL_EVERY_SECONDS, TimeUnit.SECONDS);
      var disturber =
          new Disturber(servers, new Polling(scheduler), waits, fault -> note(fault, log));
      Optional<String> trouble =
          disturber.run(new FaultPlan(settings.seed(), servers.names()), settings.duration());
      crowd.leave();
      return trouble;
    } finally {
      scheduler.shutdownNow();
    }
  }

  private synchronized void note(Fault fault, PrintWriter log) {
    faults.merge(fault.kind(), 1, Integer::sum);
    log.printf(Locale.ROOT, "%d us  %s%n", System.nanoTime() / 1_000, fault);
  }

  private synchronized void tellProgress() {
    out.accept("%6.0f s  %d faults".formatted(elapsedSeconds(), count()));
  }

  private synchronized int count() {
    return faults.values().stream().mapToInt(each -> each).sum();
  }

  private double elapsedSeconds() {
    return (System.nanoTime() - startNs) / 1e9;
  }

  private synchronized void tell(Totals totals, Optional<String> trouble) {
    out.accept("");
    out.accept("faults     " + count());
    totals.lines().forEach(out);
    totals.violations().stream().limit(EXAMPLES).forEach(each -> out.accept("           " + each));
    trouble.ifPresent(each -> out.accept("gave up    " + each));
    out.accept("");
    out.accept("each visitor's longest wait for a good answer, by fault");
    Map<FaultKind, Percentiles> byKind = waits.byKind();
    byKind.forEach(
        (kind, waited) ->
            out.accept(
                "  %-30s ×%-4d %s".formatted(kind.text(), faults.getOrDefault(kind, 0), waited)));
  }
}
