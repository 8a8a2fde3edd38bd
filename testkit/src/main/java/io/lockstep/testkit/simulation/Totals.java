package io.lockstep.testkit.simulation;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What many seeds showed together. */
public final class Totals {
  private final Map<String, Integer> faults = new TreeMap<>();
  private final Map<String, Integer> counts = new TreeMap<>();
  private final int seeds;

  public Totals(List<SimulationResult> results) {
    seeds = results.size();
    for (SimulationResult result : results) {
      result.faults().forEach((kind, count) -> faults.merge(kind, count, Integer::sum));
      result.counts().forEach((name, count) -> counts.merge(name, count, Integer::sum));
    }
  }

  /** How many faults of each kind happened. */
  public Map<String, Integer> faults() {
    return Map.copyOf(faults);
  }

  /** The share of all sessions that were lost because more copies were lost than it had backups. */
  public double shareLostRightly() {
    return counts.getOrDefault("lost rightly", 0) / (double) counts.getOrDefault("sessions", 1);
  }

  /** The share of acknowledged answers, where calls wait for their backups. */
  public double shareAcknowledged() {
    return counts.getOrDefault("acknowledged", 0)
        / (double) counts.getOrDefault("to be acknowledged", 1);
  }

  /** The share of the answers that were told {@code UNPROTECTED} while enough backups had it. */
  public double shareUnderstated() {
    return counts.getOrDefault("understated", 0) / (double) counts.getOrDefault("DONE", 1);
  }

  @Override
  public String toString() {
    return "%d seeds; faults %s; %s; %.2f%% of the sessions lost rightly"
        .formatted(seeds, faults, counts, 100 * shareLostRightly());
  }
}
