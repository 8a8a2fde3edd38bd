package io.lockstep.systemtests.history;

import io.lockstep.systemtests.history.Event.Answered;
import io.lockstep.systemtests.history.Event.Asked;
import io.lockstep.systemtests.history.Event.Failed;
import io.lockstep.testkit.simulation.history.Interval;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request and what came of it.
 *
 * @param end null when the history ends before
 */
record Call(Asked asked, @Nullable Event end) {
  private static final String ACKNOWLEDGED = "acknowledged";
  private static final long NS_PER_US = 1_000;

  Optional<Answered> answer() {
    return end instanceof Answered answered ? Optional.of(answered) : Optional.empty();
  }

  /** The kind of its failure, if it failed. */
  Optional<String> failure() {
    return end instanceof Failed failed ? Optional.of(failed.failure()) : Optional.empty();
  }

  boolean isAcknowledged() {
    return answer().filter(each -> each.level().equals(ACKNOWLEDGED)).isPresent();
  }

  boolean isWrite() {
    return asked.put() > 0;
  }

  /** The item that it appends. */
  String item() {
    return Integer.toString(asked.put());
  }

  /** What it was told is in the session; nothing without an answer. */
  List<String> items() {
    return answer().map(each -> Items.read(each.items())).orElse(List.of());
  }

  /** When it may take effect: a call without an answer at any time. */
  Interval interval() {
    long endNs = answer().map(each -> each.answeredUs() * NS_PER_US).orElse(Interval.OPEN);
    return new Interval(asked.askedUs() * NS_PER_US, endNs);
  }

  @Override
  public String toString() {
    return "call %d of %s".formatted(asked.call(), asked.session());
  }
}
