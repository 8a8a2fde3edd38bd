package io.lockstep.benchmarks;

import java.util.List;
import java.util.Locale;

/** The tables of a {@link Contest}, in Markdown. */
final class CallReport {
  /** How many frames a processor time is told for. */
  private static final int BATCH = 10_000;

  private CallReport() {}

  static String rounds(List<Series> all) {
    var text = new StringBuilder("Calls per second, round by round:\n\n");
    for (Series series : all) {
      text.append(line("%-40s %d threads:", series.subject.name(), series.threads));
      series.samples.forEach(sample -> text.append(line(" %.0f", sample.throughput())));
      text.append('\n');
    }
    return text.toString();
  }

  static String results(List<Series> all) {
    var text =
        new StringBuilder("| call | threads | calls/s (least to most) | p50 µs | p99 µs |\n")
            .append("|---|---:|---:|---:|---:|\n");
    for (Series series : all) {
      text.append(
          line(
              "| %s | %d | %,.0f (%,.0f to %,.0f) | %,.0f | %,.0f |%n",
              series.subject.name(),
              series.threads,
              series.medianThroughput(),
              series.leastThroughput(),
              series.mostThroughput(),
              series.micros(50),
              series.micros(99)));
    }
    return text.toString();
  }

  /** One against the other: how many times as long, and how much of the throughput. */
  static String ratioHead() {
    return "| | threads | p50, times | p99, times | throughput, share |\n|---|---:|---:|---:|---:|\n";
  }

  static String ratio(Series measured, Series limit) {
    return line(
        "| %s / %s | %d | %.2f | %.2f | %.2f |%n",
        measured.subject.name(),
        limit.subject.name(),
        measured.threads,
        measured.ratio(limit, (mine, bare) -> mine.micros(50) / bare.micros(50)),
        measured.ratio(limit, (mine, bare) -> mine.micros(99) / bare.micros(99)),
        measured.ratio(limit, (mine, bare) -> mine.throughput() / bare.throughput()));
  }

  static String processorTimes(List<Series> all) {
    var text =
        new StringBuilder(line("| sent | threads | ms of processor time per %,d frames |%n", BATCH))
            .append("|---|---:|---:|\n");
    for (Series series : all) {
      text.append(
          line(
              "| %s | %d | %,.0f |%n",
              series.subject.name(), series.threads, series.medianProcessorMillis(BATCH)));
    }
    return text.toString();
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
