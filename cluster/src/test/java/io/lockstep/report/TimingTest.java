package io.lockstep.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lockstep.report.NodeReport.TimingReport;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimingTest {
  private final Counters counters = new Counters();
  private final Timing timing = counters.timing("take-over");

  /** A loop's clock may begin anywhere. */
  private long now = -Duration.ofSeconds(95).toNanos();

  private void note(Duration took) {
    timing.note(now, now + took.toNanos());
    now += took.toNanos();
  }

  private TimingReport report() {
    return counters.timings(now).get(0);
  }

  @Test
  void isInTheReportsBeforeTheFirstTime() {
    assertThat(counters.timings(now))
        .containsExactly(new TimingReport("take-over", 0, 0, 0, 0, 0, 0));
  }

  @Test
  void tellsWhatMostTakeAndWhatTheSlowestTake() {
    for (int i = 0; i < 98; i++) {
      note(Duration.ofMillis(2));
    }
    note(Duration.ofMillis(300));
    note(Duration.ofMillis(900));
    note(Duration.ofMillis(4));
    TimingReport report = report();
    assertThat(report.count()).isEqualTo(101);
    assertThat(report.p50Us()).isCloseTo(2_000, within(20L));
    assertThat(report.p99Us()).isCloseTo(300_000, within(3_000L));
    assertThat(report.longestUs()).isCloseTo(900_000, within(9_000L));
    assertThat(report.meanUs()).isCloseTo(13_861, within(140L));
    assertThat(report.lastUs()).isEqualTo(4_000);
  }

  @Test
  void forgetsAfterAMinuteAllButTheLastTime() {
    note(Duration.ofMillis(900));
    now += Duration.ofSeconds(30).toNanos();
    note(Duration.ofMillis(5));
    now += Duration.ofSeconds(35).toNanos();
    assertThat(report().count()).isEqualTo(1);
    assertThat(report().longestUs()).isCloseTo(5_000, within(50L));

    now += Duration.ofHours(3).toNanos();
    assertThat(report()).isEqualTo(new TimingReport("take-over", 0, 0, 0, 0, 0, 5_000));
    note(Duration.ofMillis(7));
    assertThat(report().count()).isEqualTo(1);
  }

  @Test
  void whatTakesHoursCountsAsAnHour() {
    note(Duration.ofHours(5));
    assertThat(report().longestUs())
        .isCloseTo(Duration.ofHours(1).toNanos() / 1_000, within(36_000_000L));
  }
}
