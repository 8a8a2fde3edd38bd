package io.lockstep.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VirtualTimeTest {
  private final VirtualTime time = new VirtualTime(1);
  private final VirtualClock clock = time.clock();
  private final VirtualEventLoop loop = time.loop(clock, new SplittableRandom(2));
  private final List<String> ran = new ArrayList<>();

  @Test
  void runsTasksOfALoopInTheOrderInWhichTheyWereHandedOver() {
    IntStream.range(0, 100).forEach(i -> loop.execute(() -> ran.add("" + i)));

    time.runUntil(Duration.ofSeconds(1));

    assertThat(ran).isEqualTo(IntStream.range(0, 100).mapToObj(i -> "" + i).toList());
  }

  @Test
  void runsTimersWhenTheyAreDueAndNotBefore() {
    loop.schedule(Duration.ofSeconds(2), () -> ran.add("later"));
    loop.schedule(Duration.ofSeconds(1), () -> ran.add("sooner"));
    loop.schedule(Duration.ofSeconds(1), () -> ran.add("never")).cancel();

    time.runUntil(Duration.ofSeconds(1));
    assertThat(ran).isEmpty();
    time.runUntil(Duration.ofMillis(1001));
    assertThat(ran).containsExactly("sooner");
    time.runUntil(Duration.ofMillis(2001));
    assertThat(ran).containsExactly("sooner", "later");
    assertThat(time.elapsed()).isEqualTo(Duration.ofMillis(2001));
  }

  @Test
  void seedDecidesTheOrderOfWhatIsDueAtOnce() {
    assertThat(orderOf(7)).isEqualTo(orderOf(7)).isNotEqualTo(orderOf(8));
  }

  private static List<Integer> orderOf(long seed) {
    var order = new ArrayList<Integer>();
    var seeded = new VirtualTime(seed);
    IntStream.range(0, 50).forEach(i -> seeded.schedule(Duration.ZERO, () -> order.add(i)));
    while (seeded.runNext()) {
      // Until nothing is left.
    }
    return order;
  }

  @Test
  void holdsBackWhatAPausedLoopShouldDoUntilItGoesOn() {
    loop.schedule(Duration.ofSeconds(1), () -> ran.add("timer"));
    loop.pause();
    loop.execute(() -> ran.add("task"));

    time.runUntil(Duration.ofSeconds(5));
    assertThat(ran).isEmpty();

    loop.resume();
    time.runUntil(Duration.ofSeconds(6));
    assertThat(ran).containsExactly("task", "timer");
  }

  @Test
  void dropsEverythingOnceTheLoopIsClosed() {
    loop.schedule(Duration.ofSeconds(1), () -> ran.add("timer"));
    loop.execute(() -> ran.add("task"));
    loop.close();
    loop.execute(() -> ran.add("late"));

    time.runUntil(Duration.ofSeconds(2));

    assertThat(ran).isEmpty();
  }

  @Test
  void knowsWhichLoopIsRunning() {
    var other = time.loop(clock, new SplittableRandom(3));
    loop.execute(() -> ran.add(loop.inLoop() + " " + other.inLoop()));

    time.runUntil(Duration.ofSeconds(1));

    assertThat(ran).containsExactly("true false");
    assertThat(loop.inLoop()).isFalse();
  }

  @Test
  void clockThatDriftsShowsMoreAndFiresEarlier() {
    clock.drift(2);
    Instant before = loop.now();
    loop.schedule(Duration.ofSeconds(10), () -> ran.add("timer"));

    time.runUntil(Duration.ofMillis(5001));

    assertThat(ran).containsExactly("timer");
    assertThat(Duration.between(before, loop.now())).isEqualTo(Duration.ofMillis(10_002));
  }

  @Test
  void clockThatJumpsChangesTheWallTimeAlone() {
    long nanos = loop.nanoTime();
    Instant before = loop.now();

    clock.jump(Duration.ofHours(-1));

    assertThat(loop.now()).isEqualTo(before.minusSeconds(3600));
    assertThat(loop.nanoTime()).isEqualTo(nanos);
  }

  @Test
  void taskThatThrowsEndsTheRun() {
    loop.execute(
        () -> {
          throw new IllegalStateException("broken");
        });

    assertThatThrownBy(time::runNext).hasMessage("broken");
  }

  /** What a step must not do, and does not get done. */
  @FunctionalInterface
  private interface Wait {
    void begin() throws Exception;
  }

  static Stream<Wait> waits() {
    return Stream.of(
        () -> Thread.sleep(1),
        () -> new CountDownLatch(1).await(),
        () -> new LinkedBlockingQueue<String>().take(),
        () -> new CompletableFuture<String>().get(),
        () -> new ReentrantLock().lockInterruptibly());
  }

  @ParameterizedTest
  @MethodSource("waits")
  void aStepThatWouldWaitEndsTheRun(Wait wait) {
    loop.execute(
        () -> {
          try {
            wait.begin();
          } catch (Exception e) {
            ran.add(e.getClass().getSimpleName());
          }
        });

    assertThatThrownBy(() -> time.runUntil(Duration.ofSeconds(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("would have waited");
    assertThat(ran).isNotEmpty();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void aStepMayAskForWhatIsThere() {
    loop.execute(() -> ran.add(CompletableFuture.completedFuture("there").join()));

    time.runUntil(Duration.ofSeconds(1));

    assertThat(ran).containsExactly("there");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void whatAStepThrowsIsThrownOnAndLeavesNoInterruption() {
    loop.execute(
        () -> {
          throw new UnsupportedOperationException("steered");
        });

    assertThatThrownBy(() -> time.runUntil(Duration.ofSeconds(1))).hasMessage("steered");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }
}
