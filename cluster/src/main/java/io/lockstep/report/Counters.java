package io.lockstep.report;

import io.lockstep.report.NodeReport.CounterReport;
import io.lockstep.report.NodeReport.TimingReport;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What a node measures: named counts since it started, and how long named things take. Thread-safe,
 * but for the timings themselves.
 */
public final class Counters {
  private final ConcurrentSkipListMap<String, LongAdder> counts = new ConcurrentSkipListMap<>();
  private final ConcurrentSkipListMap<String, Timing> timings = new ConcurrentSkipListMap<>();

  /** The count itself, for whoever counts often. It is in the reports from now on. */
  public LongAdder counter(String name) {
    return counts.computeIfAbsent(name, any -> new LongAdder());
  }

  /** How long the named thing takes. It is in the reports from now on. */
  public Timing timing(String name) {
    return timings.computeIfAbsent(name, any -> new Timing());
  }

  public void increment(String name) {
    add(name, 1);
  }

  public void add(String name, long amount) {
    counter(name).add(amount);
  }

  /** The count, 0 when it was never incremented. */
  public long get(String name) {
    LongAdder count = counts.get(name);
    return count == null ? 0 : count.sum();
  }

  /** All counts, by name. */
  public List<CounterReport> report() {
    return counts.entrySet().stream()
        .map(count -> new CounterReport(count.getKey(), count.getValue().sum()))
        .toList();
  }

  /**
   * All timings, by name. Called on the node's loop.
   *
   * @param nowNs the time by the loop's clock
   */
  public List<TimingReport> timings(long nowNs) {
    return timings.entrySet().stream()
        .map(timing -> timing.getValue().report(timing.getKey(), nowNs))
        .toList();
  }
}
