package io.lockstep.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StepClockTest {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final StepClock clock = new StepClock(1_000);
  private long now = 1_000;

  private void step(Duration took) {
    clock.note(now, now + took.toNanos());
    now += took.toNanos();
  }

  @Test
  void knowsNothingBeforeTheFirstStep() {
    assertThat(clock.read(0)).isEqualTo(StepTimes.NONE);
  }

  @Test
  void keepsTheLongest() {
    step(Duration.ofMillis(3));
    step(Duration.ofMillis(7));
    step(Duration.ofMillis(5));
    assertThat(clock.read(0).longest()).isEqualTo(Duration.ofMillis(7));
    assertThat(clock.read(0).longestLately()).isEqualTo(Duration.ofMillis(7));
  }

  @Test
  void countsTheStepsAndWhatTheyTookTogether() {
    step(Duration.ofMillis(3));
    now += MINUTE;
    step(Duration.ofMillis(7));
    assertThat(clock.read(5).steps()).isEqualTo(2);
    assertThat(clock.read(5).busy()).isEqualTo(Duration.ofMillis(10));
    assertThat(clock.read(5).waiting()).isEqualTo(5);
  }

  @Test
  void forgetsWithinTwoMinutesWhatWasLongOnce() {
    step(Duration.ofMillis(50));
    now += MINUTE;
    step(Duration.ofMillis(2));
    assertThat(clock.read(0).longestLately()).isEqualTo(Duration.ofMillis(50));
    now += MINUTE;
    step(Duration.ofMillis(1));
    assertThat(clock.read(0).longest()).isEqualTo(Duration.ofMillis(50));
    assertThat(clock.read(0).longestLately()).isEqualTo(Duration.ofMillis(2));
  }

  @Test
  void forgetsAtOnceWhenNothingWasRunForTwoMinutes() {
    step(Duration.ofMillis(50));
    now += 3 * MINUTE;
    step(Duration.ofMillis(1));
    assertThat(clock.read(0).longestLately()).isEqualTo(Duration.ofMillis(1));
  }
}
