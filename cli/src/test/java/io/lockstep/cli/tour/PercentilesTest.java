package io.lockstep.cli.tour;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PercentilesTest {
  @Test
  void takesTheNearestRank() {
    var hundred = LongStream.rangeClosed(1, 100).map(ms -> ms * 1_000_000).boxed().toList();

    var percentiles = Percentiles.of(hundred);

    assertThat(percentiles.p50()).isEqualTo(Duration.ofMillis(50));
    assertThat(percentiles.p99()).isEqualTo(Duration.ofMillis(99));
    assertThat(percentiles.worst()).isEqualTo(Duration.ofMillis(100));
    assertThat(percentiles).hasToString("p50 50 ms, p99 99 ms, worst 100 ms");
  }

  @Test
  void isZeroOfNothing() {
    assertThat(Percentiles.of(List.of()).worst()).isZero();
  }
}
