package io.lockstep.testkit.simulation;

import java.util.ArrayList;
import java.util.List;

/** What went against the promises. The first one ends the run. */
final class Violations {
  private final Trace trace;
  private final List<String> found = new ArrayList<>();

  Violations(Trace trace) {
    this.trace = trace;
  }

  void add(String violation) {
    found.add(violation);
    trace.note("CHECK", violation);
  }

  /** Adds a failure that nobody expected. */
  void add(String where, Throwable failure) {
    StackTraceElement[] stack = failure.getStackTrace();
    String place = stack.length == 0 ? "" : " at " + stack[0];
    add(where + ": " + failure + place);
  }

  boolean any() {
    return !found.isEmpty();
  }

  List<String> all() {
    return List.copyOf(found);
  }
}
