package io.lockstep.benchmarks;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * What one round measured.
 *
 * @param latencies in nanoseconds
 * @param throughput calls per second, over all clients
 * @param processorTime of this process, whatever it did, and what the subject used elsewhere
 */
record Sample(Histogram latencies, double throughput, Duration processorTime) {
  /** Latencies to three digits. */
  static Histogram emptyHistogram() {
    return new Histogram(3);
  }

  double micros(double percentile) {
    return latencies.getValueAtPercentile(percentile) / 1000.0;
  }

  /** The processor time of so many calls, in milliseconds. */
  double processorMillis(int calls) {
    return processorTime.toNanos() / 1e6 / latencies.getTotalCount() * calls;
  }
}
