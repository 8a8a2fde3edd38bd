package io.lockstep.systemtests.faults;

import io.lockstep.cli.tour.Percentiles;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How long visitors waited for a good answer: of each visitor the longest wait between the
 * beginning of a fault and that of the next one. Thread-safe.
 */
final class Waits {
  private final Map<FaultKind, List<Long>> longestNs = new EnumMap<>(FaultKind.class);
  private final Map<String, Long> current = new HashMap<>();

  /** A fault begins: what ended before does not count for it. */
  synchronized void begin() {
    current.clear();
  }

  /** The time of the fault that began last is over. */
  synchronized void end(FaultKind kind) {
    longestNs.computeIfAbsent(kind, each -> new ArrayList<>()).addAll(current.values());
    current.clear();
  }

  /**
   * A visitor got a good answer.
   *
   * @param waitedNs since it first asked, failed attempts included
   */
  synchronized void answered(String visitor, long waitedNs) {
    current.merge(visitor, waitedNs, Math::max);
  }

  /** The waits of all visitors by kind of fault, for the kinds that there were. */
  synchronized Map<FaultKind, Percentiles> byKind() {
    var result = new EnumMap<FaultKind, Percentiles>(FaultKind.class);
    longestNs.forEach((kind, waits) -> result.put(kind, Percentiles.of(waits)));
    return result;
  }
}
