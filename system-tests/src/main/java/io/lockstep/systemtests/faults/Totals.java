package io.lockstep.systemtests.faults;

import io.lockstep.systemtests.history.SessionVerdict;
import java.util.List;
import java.util.function.ToIntFunction;

/** What all histories of a run tell together. */
record Totals(List<SessionVerdict> sessions) {
  Totals {
    sessions = List.copyOf(sessions);
  }

  int sum(ToIntFunction<SessionVerdict> count) {
    return sessions.stream().mapToInt(count).sum();
  }

  long lost() {
    return sessions.stream().filter(SessionVerdict::lost).count();
  }

  List<String> violations() {
    return sessions.stream().flatMap(each -> each.violations().stream()).toList();
  }

  /** Whether there is anything to judge, and nothing to object. */
  boolean isClean() {
    return sum(SessionVerdict::writes) > 0 && lost() == 0 && violations().isEmpty();
  }

  List<String> lines() {
    return List.of(
        "sessions   %,d, %,d lost".formatted(sessions.size(), lost()),
        "requests   %,d: acknowledged %,d writes and %,d reads, without a promise %,d, without an answer %,d"
            .formatted(
                sum(SessionVerdict::calls),
                sum(SessionVerdict::writes),
                sum(SessionVerdict::reads),
                sum(SessionVerdict::unpromised),
                sum(SessionVerdict::unanswered)),
        "writes without a promise that were not kept: %,d".formatted(sum(SessionVerdict::dropped)),
        "history    " + judgement());
  }

  private String judgement() {
    if (!violations().isEmpty()) {
      return "%,d violations".formatted(violations().size());
    }
    return isClean() ? "clean" : "nothing was acknowledged";
  }
}
