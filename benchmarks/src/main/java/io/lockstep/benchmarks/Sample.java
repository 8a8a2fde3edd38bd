package io.lockstep.benchmarks;

import org.HdrHistogram.Histogram;

/**
 * What one round measured.
 *
 * @param latencies in nanoseconds
 * @param throughput calls per second, over all clients
 */
record Sample(Histogram latencies, double throughput) {
  /** Latencies to three digits. */
  static Histogram emptyHistogram() {
    return new Histogram(3);
  }

  double micros(double percentile) {
    return latencies.getValueAtPercentile(percentile) / 1000.0;
  }
}
