package io.lockstep.cli.tour;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.cli.tour.TourRecord.Request;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KillTest {
  private final Kill kill = new Kill("server-1", Set.of("there"), ms(1_000), ms(1_020));

  @Test
  void excusesWhatWasOnItsWayToTheKilledServerHoweverLongItTook() {
    assertThat(kill.excuses(failed("there", 1_010, 9_000))).isTrue();
  }

  @Test
  void excusesWhatFailedSoonAfterwards() {
    assertThat(kill.excuses(failed("elsewhere", 1_100, 1_900))).isTrue();
  }

  @Test
  void excusesNothingElse() {
    assertThat(kill.excuses(failed("there", 900, 990))).as("before").isFalse();
    assertThat(kill.excuses(failed("elsewhere", 1_010, 2_010))).as("elsewhere").isFalse();
    assertThat(kill.excuses(failed("there", 1_030, 2_010))).as("later").isFalse();
  }

  private static Request failed(String visitor, long startMs, long endMs) {
    return new Request(visitor, "POST", ms(startMs), ms(endMs), "502", null, "");
  }

  private static long ms(long ms) {
    return Duration.ofMillis(ms).toNanos();
  }
}
