package io.lockstep.cli.tour;

import io.lockstep.cli.output.Progress;
import io.lockstep.cli.tour.CartModel.Difference;
import io.lockstep.cli.tour.Tour.Kill;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What the kill of a server did to the visitors. */
final class Findings {
  private static final Duration MOST_RECOVERY = Duration.ofSeconds(1);
  private static final int EXAMPLES = 3;

  private final TourRecord record;
  private final Kill kill;
  private final List<Visitor> visitors;

  Findings(TourRecord record, Kill kill, List<Visitor> visitors) {
    this.record = record;
    this.kill = kill;
    this.visitors = visitors;
  }

  void tell(Progress progress) {
    progress.detail("requests in flight at the kill: " + record.inFlight(kill.ns()));
    var failures = record.failures();
    progress.detail("failed requests by kind: " + (failures.isEmpty() ? "none" : text(failures)));
    progress.detail("POSTs answered, by the level told: " + text(record.levels()));
    progress.detail("first good answer after the kill, all visitors:     " + recovery());
    progress.detail(
        "first good answer after the kill, those on %s: %s"
            .formatted(
                kill.server(),
                record.recovery(kill.ns(), kill.server(), Set.copyOf(kill.visitors())::contains)));
  }

  /**
   * @param window changes answered with success so shortly before the kill may be lost
   */
  void check(Progress progress, Duration window) {
    int count = visitors.size();
    long recovered = record.recovered(kill.ns(), kill.server());
    progress.check(
        recovered == count,
        "every visitor was answered after the kill: %d of %d".formatted(recovered, count));
    progress.check(
        recovery().p99().compareTo(MOST_RECOVERY) < 0,
        "99 of 100 visitors were answered within 1 s of the kill: " + recovery());
    long gets = failedGets();
    progress.check(gets == 0, "no GET failed: " + gets + " failed");
    var lost = record.lostSessions();
    progress.check(lost.isEmpty(), "no session is lost: " + lost.size() + " lost");
    lost.stream().sorted().limit(EXAMPLES).forEach(each -> tellStory(each, progress));
    checkCarts(progress, window);
  }

  private void tellStory(String visitor, Progress progress) {
    progress.detail(visitor + ", counted from the kill:");
    record.story(visitor, kill.ns()).forEach(each -> progress.detail("  " + each));
  }

  private void checkCarts(Progress progress, Duration window) {
    long since = kill.ns() - window.toNanos();
    var wrong =
        record.wrongCarts().entrySet().stream()
            .filter(
                each -> each.getValue().stream().anyMatch(one -> !isAllowed(one, since, window)))
            .toList();
    if (!window.isZero()) {
      progress.detail(
          "changes lost, as asynchronous replication allows: " + allowed(since, window));
    }
    int items = visitors.stream().mapToInt(Visitor::items).sum();
    progress.check(
        wrong.isEmpty(),
        "every item is in its cart exactly once: %d items in %d carts, %d carts wrong"
            .formatted(items, visitors.size(), wrong.size()));
    wrong.stream()
        .limit(EXAMPLES)
        .forEach(each -> progress.detail(each.getKey() + ": " + each.getValue()));
  }

  private long allowed(long since, Duration window) {
    return record.wrongCarts().values().stream()
        .flatMap(Set::stream)
        .filter(each -> isAllowed(each, since, window))
        .count();
  }

  private boolean isAllowed(Difference difference, long since, Duration window) {
    return !window.isZero()
        && difference.isMissingSince(since)
        && difference.confirmedAtNs() <= kill.ns();
  }

  private long failedGets() {
    return record.failures().entrySet().stream()
        .filter(each -> each.getKey().startsWith("GET "))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private Percentiles recovery() {
    return record.recovery(kill.ns(), kill.server(), visitor -> true);
  }

  private static String text(Map<String, Integer> failures) {
    return failures.entrySet().stream()
        .map(each -> each.getKey() + " ×" + each.getValue())
        .collect(Collectors.joining(", "));
  }
}
