package io.lockstep.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HybridClockTest {
  private final VirtualTime time = new VirtualTime(1);
  private final VirtualClock wall = time.clock();
  private final VirtualEventLoop loop = time.loop(wall, new SplittableRandom(1));
  private final HybridClock clock = new HybridClock(loop);

  private long wallStamp() {
    return loop.now().toEpochMilli() << 16;
  }

  @Test
  void stampsFollowTheWallClock() {
    assertThat(clock.tickAbove(0)).isEqualTo(wallStamp());
    wall.jump(Duration.ofMinutes(1));
    assertThat(clock.tickAbove(0)).isEqualTo(wallStamp());
  }

  @Test
  void stampsRiseWhileTheWallClockStandsOrGoesBack() {
    long first = clock.tickAbove(0);
    long second = clock.tickAbove(0);
    wall.jump(Duration.ofHours(-1));
    long third = clock.tickAbove(0);
    assertThat(first).isLessThan(second);
    assertThat(second).isLessThan(third);
  }

  @Test
  void aStampIsAboveWhatItReplaces() {
    long ahead = wallStamp() + (Duration.ofMinutes(1).toMillis() << 16);
    long stamp = clock.tickAbove(ahead);
    assertThat(stamp).isGreaterThan(ahead);
    assertThat(clock.tickAbove(0)).isGreaterThan(stamp);
  }

  @Test
  void aStampIsAboveWhatWasObserved() {
    long ahead = wallStamp() + (Duration.ofMinutes(1).toMillis() << 16);
    clock.observe(ahead);
    assertThat(clock.tickAbove(0)).isGreaterThan(ahead);
  }

  @Test
  void aStampFarAheadOfAllClocksPullsNobodyAlong() {
    long farAhead = wallStamp() + (Duration.ofDays(2).toMillis() << 16);
    clock.observe(farAhead);
    assertThat(clock.tickAbove(farAhead)).isGreaterThan(farAhead);
    assertThat(clock.tickAbove(0)).isLessThan(farAhead);
  }
}
