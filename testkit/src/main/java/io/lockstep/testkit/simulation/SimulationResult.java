package io.lockstep.testkit.simulation;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What one seed showed.
 *
 * @param scenario the cluster and its settings, for people
 * @param violations what went against the promises; empty when all is well
 * @param faults how many of each kind happened
 * @param counts what visitors did, by name
 * @param traceHash over all that happened: the same for each run of the seed
 * @param trace the last events, one per line
 */
public record SimulationResult(
    long seed,
    String scenario,
    List<String> violations,
    Map<String, Integer> faults,
    Map<String, Integer> counts,
    long traceHash,
    List<String> trace) {
  private static final int LAST_EVENTS = 120;

  public SimulationResult {
    violations = List.copyOf(violations);
    faults = new TreeMap<>(faults);
    counts = new TreeMap<>(counts);
    trace = List.copyOf(trace);
  }

  /** Whether every promise was kept. */
  public boolean passed() {
    return violations.isEmpty();
  }

  /** One line: the seed, and what went wrong. */
  public String reason() {
    return "seed %d: %s".formatted(seed, String.join("; ", violations));
  }

  /** What to read when it did not pass: the reason, how to replay it, and the last events. */
  public String explanation() {
    String events =
        trace.stream()
            .skip(Math.max(0, trace.size() - LAST_EVENTS))
            .collect(Collectors.joining("\n  "));
    return """
        seed %d: %s
          replay with -Dsimulation.seed=%d
          %s
          faults %s
          %s"""
        .formatted(seed, String.join("; ", violations), seed, scenario, faults, events);
  }
}
