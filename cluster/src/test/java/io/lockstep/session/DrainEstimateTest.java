package io.lockstep.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.session.DrainEstimate.From;
import io.lockstep.time.VirtualTime;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When the rest of the sessions will have gone. */
class DrainEstimateTest {
  private static final OptionalLong NEVER = OptionalLong.empty();

  private final VirtualTime time = new VirtualTime(1);
  private Duration began = Duration.ZERO;

  @BeforeEach
  void begin() {
    time.runUntil(Duration.ofSeconds(7));
    began = time.elapsed();
  }

  private DrainEstimate after(Duration passed, int atFirst, int left, OptionalLong lastExpiryMs) {
    time.runUntil(began.plus(passed));
    return DrainEstimate.of(atFirst, left, time.elapsed().minus(began).toMillis(), lastExpiryMs);
  }

  private static OptionalLong minutes(int minutes) {
    return OptionalLong.of(Duration.ofMinutes(minutes).toMillis());
  }

  @Test
  void whileNoneHasGoneTheLastToExpireIsTheBound() {
    assertThat(after(Duration.ofMinutes(1), 40, 40, minutes(29)))
        .isEqualTo(new DrainEstimate(29 * 60_000, From.EXPIRY));
  }

  @Test
  void nothingCanBeSaidWhileNoneHasGoneAndOneNeverExpires() {
    assertThat(after(Duration.ofMinutes(1), 40, 40, NEVER))
        .isEqualTo(new DrainEstimate(-1, From.UNKNOWN));
  }

  @Test
  void theRestGoesAtThePaceOfThoseThatHaveGone() {
    assertThat(after(Duration.ofMinutes(4), 40, 30, NEVER))
        .isEqualTo(new DrainEstimate(12 * 60_000, From.PACE));
    assertThat(after(Duration.ofMinutes(10), 40, 10, NEVER))
        .isEqualTo(new DrainEstimate(200_000, From.PACE));
  }

  @Test
  void itTakesNoLongerThanTheLastNeedsToExpire() {
    assertThat(after(Duration.ofMinutes(4), 40, 39, minutes(26)))
        .isEqualTo(new DrainEstimate(26 * 60_000, From.EXPIRY));
    assertThat(after(Duration.ofMinutes(10), 40, 10, minutes(20)))
        .isEqualTo(new DrainEstimate(200_000, From.PACE));
  }

  @Test
  void sessionsThatComeNonethelessAreNoPace() {
    assertThat(after(Duration.ofMinutes(4), 2, 5, NEVER))
        .isEqualTo(new DrainEstimate(-1, From.UNKNOWN));
  }

  @Test
  void withNoneLeftItIsOver() {
    assertThat(after(Duration.ZERO, 0, 0, minutes(0)))
        .isEqualTo(new DrainEstimate(0, From.NONE_LEFT));
  }

  @Test
  void aHundredMillionSessionsOfAYearDoNotOverflow() {
    assertThat(after(Duration.ofDays(365), 100_000_001, 100_000_000, NEVER).restMs())
        .isEqualTo(Duration.ofDays(365).toMillis() * 100_000_000);
  }
}
