package io.lockstep.cli.tour;

import io.lockstep.cli.output.Progress;
import io.lockstep.cli.tour.CartModel.Difference;
import io.lockstep.cli.tour.TourRecord.Loss;
import io.lockstep.cli.tour.TourRecord.Request;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What the kill of a server did to the visitors. */
final class Findings {
  private static final int EXAMPLES = 3;

  private final TourRecord record;
  private final Kill kill;
  private final List<Visitor> visitors;
  private final Duration window;
  private final Duration mostRecovery;

  /**
   * @param window changes answered with success so shortly before the kill may be lost
   * @param mostRecovery how long after the kill 99 of 100 visitors may wait for a good answer
   */
  Findings(
      TourRecord record,
      Kill kill,
      List<Visitor> visitors,
      Duration window,
      Duration mostRecovery) {
    this.record = record;
    this.kill = kill;
    this.visitors = visitors;
    this.window = window;
    this.mostRecovery = mostRecovery;
  }

  void tell(Progress progress) {
    var failures = record.failures();
    progress.detail("failed requests by kind: " + (failures.isEmpty() ? "none" : text(failures)));
    progress.detail("POSTs answered, by the level told: " + text(record.levels()));
    progress.detail("first good answer after the kill, all visitors:     " + recovery());
    progress.detail(
        "first good answer after the kill, those on %s: %s"
            .formatted(
                kill.server(),
                record.recovery(kill.ns(), kill.server(), kill.visitors()::contains)));
  }

  void check(Progress progress) {
    long inFlight = record.inFlight(kill.ns(), kill.visitors()::contains);
    progress.check(
        inFlight > 0,
        "requests were on their way to %s when it was killed: %d"
            .formatted(kill.server(), inFlight));
    checkAnswers(progress);
    checkFailures(progress);
    checkCarts(progress);
  }

  private void checkAnswers(Progress progress) {
    int count = visitors.size();
    long recovered = record.recovered(kill.ns(), kill.server());
    progress.check(
        recovered == count,
        "every visitor was answered after the kill: %d of %d".formatted(recovered, count));
    progress.check(
        recovery().p99().compareTo(mostRecovery) < 0,
        "99 of 100 visitors were answered within %d s of the kill: %s"
            .formatted(mostRecovery.toSeconds(), recovery()));
  }

  private void checkFailures(Progress progress) {
    var failed = record.failed();
    long before = failed.stream().filter(each -> each.endNs() < kill.ns()).count();
    progress.check(before == 0, "no request failed before the kill: " + before + " failed");
    long gets = failed.stream().filter(each -> each.method().equals("GET")).count();
    progress.check(gets == 0, "no GET failed: " + gets + " failed");
    var posts = failed.stream().filter(each -> each.method().equals("POST")).toList();
    var others = posts.stream().filter(each -> !kill.excuses(each)).toList();
    progress.check(
        others.isEmpty(),
        "no POST failed but those that the kill met: %d of %d did"
            .formatted(others.size(), posts.size()));
    others.stream()
        .map(Request::visitor)
        .distinct()
        .limit(EXAMPLES)
        .forEach(each -> tellStory(each, progress));
  }

  /** What must hold whenever one looks: no session and no item is lost. */
  void checkCarts(Progress progress) {
    var lost = record.lostSessions();
    progress.check(lost.isEmpty(), "no session is lost: " + lost.size() + " lost");
    lost.forEach((visitor, loss) -> progress.detail(text(visitor, loss)));
    lost.keySet().stream().limit(EXAMPLES).forEach(each -> tellStory(each, progress));
    checkItems(progress);
  }

  private static String text(String visitor, Loss loss) {
    return "%s lost session %s; the last level told was '%s'"
        .formatted(visitor, loss.key(), loss.level());
  }

  private void tellStory(String visitor, Progress progress) {
    progress.detail(visitor + ", counted from the kill:");
    record.story(visitor, kill.ns()).forEach(each -> progress.detail("  " + each));
  }

  private void checkItems(Progress progress) {
    var wrong =
        record.wrongCarts().entrySet().stream()
            .filter(each -> each.getValue().stream().anyMatch(one -> !isAllowed(one)))
            .toList();
    if (!window.isZero()) {
      progress.detail("changes lost, as asynchronous replication allows: " + allowed());
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

  private long allowed() {
    return record.wrongCarts().values().stream()
        .flatMap(Set::stream)
        .filter(this::isAllowed)
        .count();
  }

  private boolean isAllowed(Difference difference) {
    return !window.isZero()
        && difference.isMissingFrom(kill.ns() - window.toNanos(), kill.goneNs());
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
