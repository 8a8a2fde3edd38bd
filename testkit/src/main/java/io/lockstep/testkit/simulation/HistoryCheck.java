package io.lockstep.testkit.simulation;

import io.lockstep.session.ReplicationLevel;
import io.lockstep.testkit.simulation.Operation.Intent;
import io.lockstep.testkit.simulation.history.Interval;
import io.lockstep.testkit.simulation.history.ListHistory;
import io.lockstep.testkit.simulation.history.RegisterHistory;
import java.util.Optional;

/** Checks a session's whole history: what was acknowledged must be explained by one order. */
final class HistoryCheck {
  private final Copies copies;

  HistoryCheck(Copies copies) {
    this.copies = copies;
  }

  /** What contradicts the promises, or empty. What followed a rightful loss is left out. */
  Optional<String> violation(SessionRecord session) {
    long untilNs =
        copies.session(session.label()).map(SessionTruth::lostAtNs).orElse(Interval.OPEN);
    var register = new RegisterHistory();
    var cart = new ListHistory();
    for (Operation operation : session.operations()) {
      addWrite(operation, untilNs, register, cart);
      if (operation.acknowledged() && operation.endNs() < untilNs) {
        addRead(operation, register, cart);
      }
    }
    return register
        .violation()
        .or(cart::violation)
        .map(found -> "The history of %s: %s".formatted(session.label(), found));
  }

  private static void addWrite(
      Operation operation, long untilNs, RegisterHistory register, ListHistory cart) {
    String token = operation.written();
    if (token == null) {
      return;
    }
    boolean certain = operation.acknowledged() && operation.endNs() < untilNs;
    register.write(token, effect(operation), certain);
    if (operation.intent() == Intent.ADD_ITEM) {
      cart.added(token, effect(operation), certain);
    }
  }

  /** A write that was not acknowledged took place before the answer too, if at all. */
  private static Interval effect(Operation operation) {
    ReplicationLevel level = operation.level();
    return level == null ? new Interval(operation.startNs(), Interval.OPEN) : operation.interval();
  }

  private static void addRead(Operation operation, RegisterHistory register, ListHistory cart) {
    SessionState state = operation.state();
    if (state != null) {
      register.read(state.token(), operation.interval());
      cart.read(state.items(), operation.interval());
    }
  }
}
