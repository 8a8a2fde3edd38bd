package io.lockstep.cli.tour;

import java.time.Duration;
import java.util.Collection;
import java.util.Locale;

/**
 * How long something took, over many times.
 *
 * @param count how many times
 */
public record Percentiles(int count, Duration p50, Duration p99, Duration worst) {
  /** Of durations in nanoseconds. All are zero when there are none. */
  public static Percentiles of(Collection<Long> durationsNs) {
    long[] sorted = durationsNs.stream().mapToLong(each -> each).sorted().toArray();
    return new Percentiles(sorted.length, at(sorted, 0.50), at(sorted, 0.99), at(sorted, 1.0));
  }

  /** The smallest of them that at least this share is not above. */
  private static Duration at(long[] sorted, double share) {
    int rank = (int) Math.ceil(share * sorted.length);
    return sorted.length == 0 ? Duration.ZERO : Duration.ofNanos(sorted[Math.max(rank, 1) - 1]);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "p50 %s, p99 %s, worst %s", text(p50), text(p99), text(worst));
  }

  private static String text(Duration duration) {
    double ms = duration.toNanos() / 1e6;
    return String.format(Locale.ROOT, ms < 10 ? "%.1f ms" : "%.0f ms", ms);
  }
}
