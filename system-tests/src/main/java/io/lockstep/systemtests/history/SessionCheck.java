package io.lockstep.systemtests.history;

import io.lockstep.systemtests.history.Event.Answered;
import io.lockstep.testkit.simulation.history.GrowthHistory;
import io.lockstep.testkit.simulation.history.Interval;
import io.lockstep.testkit.simulation.history.ListHistory;
import io.lockstep.testkit.simulation.history.RegisterHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Decides whether what a visitor was told of one session can be explained by one list, to which
 * each call appends its item at one moment between its beginning and its answer, if at all. What
 * was acknowledged must have taken place, and be seen by all that come later. What was answered
 * without a promise may be gone, and yet must show all that was acknowledged before. What was not
 * answered may take place at any time, but once seen it stays.
 */
final class SessionCheck {
  /** The last item of an empty list. */
  private static final String NOTHING = "nothing";

  private static final Interval BEFORE_ALL = new Interval(-2, -1);

  /**
   * A server that cannot have the session, is gone, or silent. Anything else nobody has promised.
   */
  private static final Set<String> EXPECTED_FAILURES = Set.of("503", "connection", "time-out");

  private final String session;
  private final List<Call> calls;
  private final List<String> violations = new ArrayList<>();

  private SessionCheck(String session, List<Call> calls) {
    this.session = session;
    this.calls = calls;
  }

  static SessionVerdict check(String session, List<Call> calls) {
    return new SessionCheck(session, calls).verdict();
  }

  private SessionVerdict verdict() {
    List<Call> others = others();
    others.forEach(call -> violation("%s was answered by another session".formatted(call)));
    boolean lost = !others.isEmpty() || isGoneInTheEnd();
    checkEnd();
    checkFailures();
    checkOwnItems();
    checkOrder();
    return new SessionVerdict(
        session,
        calls.size(),
        (int) calls.stream().filter(Call::isAcknowledged).filter(Call::isWrite).count(),
        (int) calls.stream().filter(Call::isAcknowledged).filter(call -> !call.isWrite()).count(),
        (int) unpromised().count(),
        (int) calls.stream().filter(call -> call.answer().isEmpty()).count(),
        dropped(),
        lost,
        violations);
  }

  private void violation(String found) {
    violations.add("session %s: %s".formatted(session, found));
  }

  /** Calls that the promised session should have answered, and another did. */
  private List<Call> others() {
    Optional<Call> promise = calls.stream().filter(Call::isAcknowledged).findFirst();
    return promise.stream()
        .flatMap(
            first ->
                calls.stream()
                    .filter(call -> first.interval().precedes(call.interval()))
                    .filter(call -> call.answer().filter(each -> isOther(each, first)).isPresent()))
        .toList();
  }

  private static boolean isOther(Answered answer, Call first) {
    return answer.fresh()
        || first.answer().filter(own -> own.identity().equals(answer.identity())).isEmpty();
  }

  private boolean isGoneInTheEnd() {
    return wasPromised() && last().answer().isEmpty();
  }

  /** Each session is asked for until it is promised, before it is left alone for good. */
  private void checkEnd() {
    if (isGoneInTheEnd()) {
      violation("the last call was not answered");
    } else if (wasPromised() && !last().isAcknowledged()) {
      violation("the last call was answered without a promise");
    }
  }

  private boolean wasPromised() {
    return calls.stream().anyMatch(Call::isAcknowledged);
  }

  private Call last() {
    return calls.get(calls.size() - 1);
  }

  private void checkFailures() {
    for (Call call : calls) {
      call.failure()
          .filter(failure -> !EXPECTED_FAILURES.contains(failure))
          .ifPresent(failure -> violation("%s was answered with %s".formatted(call, failure)));
    }
  }

  private void checkOwnItems() {
    for (Call call : calls) {
      if (call.isAcknowledged() && call.isWrite() && !call.items().contains(call.item())) {
        violation("%s is missing from the answer to its own %s".formatted(call.item(), call));
      }
    }
  }

  private void checkOrder() {
    var last = new RegisterHistory();
    var list = new ListHistory();
    var growth = new GrowthHistory();
    last.write(NOTHING, BEFORE_ALL, true);
    for (Call call : calls) {
      if (call.isWrite()) {
        last.write(call.item(), call.interval(), call.isAcknowledged());
        list.added(call.item(), call.interval(), call.isAcknowledged());
      }
      if (call.answer().isPresent()) {
        list.read(call.items(), call.interval());
      }
      if (call.isAcknowledged()) {
        last.read(lastOf(call.items()), call.interval());
        growth.read(call.items(), call.interval());
      }
    }
    Stream.of(list.violation(), growth.violation(), last.violation())
        .flatMap(Optional::stream)
        .forEach(this::violation);
  }

  private static String lastOf(List<String> items) {
    return items.isEmpty() ? NOTHING : items.get(items.size() - 1);
  }

  private Stream<Call> unpromised() {
    return calls.stream().filter(call -> call.answer().isPresent() && !call.isAcknowledged());
  }

  private int dropped() {
    List<String> kept = last().items();
    return (int)
        unpromised().filter(Call::isWrite).filter(call -> !kept.contains(call.item())).count();
  }
}
