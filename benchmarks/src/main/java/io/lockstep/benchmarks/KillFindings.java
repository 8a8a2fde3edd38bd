package io.lockstep.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What became of the visitors of servers that were killed. Used by one thread at a time. */
final class KillFindings {
  private final List<Duration> firstGood = new ArrayList<>();
  private boolean watches;
  private int kills;
  private Duration longestGap = Duration.ZERO;
  private long writes;
  private long lost;
  private long acknowledgedLost;
  private long failed;

  /** A server is killed at this moment: from now on gaps and failures count. */
  void killed() {
    kills++;
    watches = true;
  }

  /** All is as it was before the kill. */
  void over() {
    watches = false;
  }

  /** The first good response from elsewhere came so long after the kill. */
  void firstGood(Duration after) {
    firstGood.add(after);
  }

  /** So long a visitor had no good response. */
  void gap(Duration gap) {
    if (watches && gap.compareTo(longestGap) > 0) {
      longestGap = gap;
    }
  }

  /** A request was answered well. */
  void answered(boolean wrote) {
    writes += wrote ? 1 : 0;
  }

  /** A request got no answer, or was refused. */
  void failed() {
    failed += watches ? 1 : 0;
  }

  /** Writes that had been answered are gone, and so many of these were told acknowledged. */
  void lost(long answeredWrites, long acknowledgedWrites) {
    lost += answeredWrites;
    acknowledgedLost += acknowledgedWrites;
  }

  static String head() {
    return """
        | servers | kills | sessions there | first good response p50, ms | p99, ms | worst, ms \
        | longest gap of any visitor, ms | requests without a good answer | answered writes \
        | of these lost | of these told acknowledged |
        |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
        """;
  }

  /**
   * A row.
   *
   * @param tells whether these servers tell which writes are acknowledged
   */
  String row(String servers, boolean tells) {
    return String.format(
        Locale.ROOT,
        "| %s | %d | %d | %s | %s | %s | %d | %d | %,d | %,d | %s |%n",
        servers,
        kills,
        firstGood.size(),
        millis(50),
        millis(99),
        millis(100),
        longestGap.toMillis(),
        failed,
        writes,
        lost,
        tells ? String.format(Locale.ROOT, "%,d", acknowledgedLost) : "–");
  }

  private String millis(int percent) {
    if (firstGood.isEmpty()) {
      return "–";
    }
    List<Duration> sorted = firstGood.stream().sorted().toList();
    int rank = (sorted.size() * percent + 99) / 100;
    return Long.toString(sorted.get(Math.max(1, rank) - 1).toMillis());
  }
}
