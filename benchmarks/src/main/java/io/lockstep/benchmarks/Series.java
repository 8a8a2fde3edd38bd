package io.lockstep.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** The rounds of one subject with one number of threads. */
final class Series {
  final Subject subject;
  final int threads;
  final Load load;
  final List<Sample> samples = new ArrayList<>();

  Series(Subject subject, int threads) throws Exception {
    this.subject = subject;
    this.threads = threads;
    this.load = new Load(subject, threads);
  }

  double medianThroughput() {
    return median(samples.stream().mapToDouble(Sample::throughput));
  }

  double leastThroughput() {
    return samples.stream().mapToDouble(Sample::throughput).min().orElse(0);
  }

  double mostThroughput() {
    return samples.stream().mapToDouble(Sample::throughput).max().orElse(0);
  }

  /** The processor time of so many calls, in milliseconds. */
  double medianProcessorMillis(int calls) {
    return median(samples.stream().mapToDouble(sample -> sample.processorMillis(calls)));
  }

  /** Over all calls of all rounds, in microseconds. */
  double micros(double percentile) {
    Histogram all = Sample.emptyHistogram();
    samples.forEach(sample -> all.add(sample.latencies()));
    return all.getValueAtPercentile(percentile) / 1000.0;
  }

  /** The median of what two series give round by round, which noise that lasts hits alike. */
  double ratio(Series other, ToDoubleBiFunction<Sample, Sample> ofRound) {
    return median(
        IntStream.range(0, samples.size())
            .mapToDouble(
                round -> ofRound.applyAsDouble(samples.get(round), other.samples.get(round))));
  }

  private static double median(DoubleStream values) {
    return median(values.toArray());
  }

  /** The one in the middle, or the mean of the two there; at least one is given. */
  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
