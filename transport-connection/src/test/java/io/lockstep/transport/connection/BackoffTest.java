package io.lockstep.transport.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Duration LONGEST = Duration.ofMillis(500);

  private final Backoff backoff = new Backoff(LONGEST, new Random(1));

  @Test
  void pausesGrowUpToTheLongestAndDifferBetweenNodes() {
    for (long ms : new long[] {25, 50, 100, 200, 400, 500, 500}) {
      assertThat(backoff.next()).isBetween(Duration.ofMillis(ms * 3 / 4), Duration.ofMillis(ms));
    }
  }

  @Test
  void afterASuccessTheFirstPauseIsShortAgain() {
    for (int i = 0; i < 10; i++) {
      backoff.next();
    }

    backoff.reset();

    assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofMillis(25));
  }

  @Test
  void theLongestMayBeShorterThanTheFirst() {
    assertThat(new Backoff(Duration.ofMillis(1), new Random(1)).next())
        .isLessThanOrEqualTo(Duration.ofMillis(1));
  }
}
