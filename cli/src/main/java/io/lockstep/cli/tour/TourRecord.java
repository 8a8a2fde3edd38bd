package io.lockstep.cli.tour;

import io.lockstep.cli.tour.CartModel.Difference;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the visitors met. Times are those of {@link System#nanoTime}. Thread-safe. */
final class TourRecord {
  private static final long STORY_NS = Duration.ofSeconds(3).toNanos();

  private final Collection<Request> requests = new ConcurrentLinkedQueue<>();
  private final Map<String, Set<Difference>> wrongCarts = new ConcurrentHashMap<>();
  private final Map<String, Loss> lostSessions = new ConcurrentHashMap<>();

  void request(String visitor, String method, long startNs, Answer answer) {
    var cart = answer.cart();
    requests.add(
        new Request(
            visitor,
            method,
            startNs,
            System.nanoTime(),
            answer.failure(),
            cart == null ? null : cart.server(),
            answer.level()));
  }

  void wrongCart(String visitor, List<Difference> differences) {
    wrongCarts.computeIfAbsent(visitor, any -> ConcurrentHashMap.newKeySet()).addAll(differences);
  }

  /**
   * @param key the lost session's, as the console shows it
   */
  void sessionLost(String visitor, String key) {
    // The answer that showed it is in the record already, and speaks of the new session.
    var told =
        requests.stream()
            .filter(each -> each.visitor.equals(visitor) && each.failure == null)
            .sorted(Comparator.comparingLong(Request::endNs).reversed())
            .skip(1)
            .map(Request::level)
            .findFirst()
            .orElse("");
    lostSessions.putIfAbsent(visitor, new Loss(key, told));
  }

  /** The visitors whose cart was ever seen wrong, and what was. */
  Map<String, Set<Difference>> wrongCarts() {
    return new TreeMap<>(wrongCarts);
  }

  /** The visitors whose session became another one, and what they had. */
  Map<String, Loss> lostSessions() {
    return new TreeMap<>(lostSessions);
  }

  /** All requests so far. */
  List<Request> all() {
    return List.copyOf(requests);
  }

  /** The requests that failed. */
  List<Request> failed() {
    return requests.stream().filter(each -> each.failure != null).toList();
  }

  /** The requests that ended in the span. */
  List<Request> endedBetween(long fromNs, long toNs) {
    return requests.stream().filter(each -> each.endNs >= fromNs && each.endNs < toNs).toList();
  }

  /** How many requests failed, by method and kind. */
  Map<String, Integer> failures() {
    var failures = new TreeMap<String, Integer>();
    failed().forEach(each -> failures.merge(each.method + " " + each.failure, 1, Integer::sum));
    return failures;
  }

  /** How many POSTs were answered with success, by the level told. */
  Map<String, Integer> levels() {
    var levels = new TreeMap<String, Integer>();
    requests.stream()
        .filter(each -> each.failure == null && each.method.equals("POST"))
        .forEach(each -> levels.merge(each.level, 1, Integer::sum));
    return levels;
  }

  /** What the visitor met around a time, one line for each request. */
  List<String> story(String visitor, long ns) {
    return requests.stream()
        .filter(each -> each.visitor.equals(visitor))
        .filter(each -> Math.abs(each.endNs - ns) < STORY_NS)
        .sorted(Comparator.comparingLong(Request::startNs))
        .map(each -> each.describe(ns))
        .toList();
  }

  /**
   * The time from a server's kill to each visitor's first good answer from another one.
   *
   * @param visitors whose
   */
  Percentiles recovery(long killNs, String killed, Predicate<String> visitors) {
    var first = new HashMap<String, Long>();
    afterKill(killNs, killed)
        .filter(each -> visitors.test(each.visitor))
        .forEach(each -> first.merge(each.visitor, each.endNs - killNs, Math::min));
    return Percentiles.of(first.values());
  }

  /** How many requests of these visitors were on their way at that time. */
  long inFlight(long ns, Predicate<String> visitors) {
    return requests.stream()
        .filter(each -> each.startNs < ns && each.endNs > ns && visitors.test(each.visitor))
        .count();
  }

  /** How many visitors got a good answer after a server's kill, from another one. */
  long recovered(long killNs, String killed) {
    return afterKill(killNs, killed).map(Request::visitor).distinct().count();
  }

  private Stream<Request> afterKill(long killNs, String killed) {
    return requests.stream()
        .filter(each -> each.endNs > killNs && each.failure == null)
        .filter(each -> !killed.equals(each.server));
  }

  /**
   * A session that was lost.
   *
   * @param key as the console shows it
   * @param level the last one its visitor was told
   */
  record Loss(String key, String level) {}

  /**
   * A request.
   *
   * @param failure its kind; null when it was answered with success
   * @param server who answered with success; else null
   * @param level how safe Lockstep said the session is, when it was answered with success
   */
  record Request(
      String visitor,
      String method,
      long startNs,
      long endNs,
      @Nullable String failure,
      @Nullable String server,
      String level) {
    Duration duration() {
      return Duration.ofNanos(endNs - startNs);
    }

    private String describe(long ns) {
      return "%+d to %+d ms: %s, %s"
          .formatted(
              (startNs - ns) / 1_000_000,
              (endNs - ns) / 1_000_000,
              method,
              failure == null ? server + " answered, " + level : failure);
    }
  }
}
