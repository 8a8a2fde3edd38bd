package io.lockstep.report;

import io.lockstep.report.NodeReport.CounterReport;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** Named counts since the node started. Thread-safe. */
public final class Counters {
  private final ConcurrentSkipListMap<String, LongAdder> counts = new ConcurrentSkipListMap<>();

  public void increment(String name) {
    add(name, 1);
  }

  public void add(String name, long amount) {
    counts.computeIfAbsent(name, any -> new LongAdder()).add(amount);
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
}
