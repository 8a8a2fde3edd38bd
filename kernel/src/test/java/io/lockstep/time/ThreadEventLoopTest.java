package io.lockstep.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ThreadEventLoopTest {
  private static final Duration SHORT = Duration.ofMillis(5);

  private final ThreadEventLoop loop = new ThreadEventLoop("test-loop");

  @AfterEach
  void close() {
    loop.close();
  }

  /** Waits until all that was handed over before has run. */
  private void drain() throws Exception {
    CompletableFuture.runAsync(() -> {}, loop).get(10, TimeUnit.SECONDS);
  }

  @Test
  void tasksRunInTheOrderInWhichTheyWereHandedOver() throws Exception {
    var ran = new ArrayList<Integer>();
    IntStream.range(0, 10_000).forEach(number -> loop.execute(() -> ran.add(number)));
    drain();
    assertThat(ran).isEqualTo(IntStream.range(0, 10_000).boxed().toList());
  }

  @Test
  void tasksOfManyThreadsRunOneAtATimeAndEachThreadsInItsOrder() throws Exception {
    var ran = new ArrayList<int[]>();
    var begin = new CountDownLatch(1);
    List<CompletableFuture<Void>> callers =
        IntStream.range(0, 4)
            .mapToObj(
                caller ->
                    CompletableFuture.runAsync(
                        () -> {
                          awaitQuietly(begin);
                          IntStream.range(0, 2_000)
                              .forEach(
                                  number ->
                                      loop.execute(() -> ran.add(new int[] {caller, number})));
                        },
                        task -> new Thread(task).start()))
            .toList();
    begin.countDown();
    for (CompletableFuture<Void> caller : callers) {
      caller.get(10, TimeUnit.SECONDS);
    }
    drain();
    assertThat(ran).hasSize(8_000);
    for (int caller = 0; caller < 4; caller++) {
      int one = caller;
      assertThat(ran.stream().filter(entry -> entry[0] == one).map(entry -> entry[1]).toList())
          .isEqualTo(IntStream.range(0, 2_000).boxed().toList());
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aTaskHandedOverByATaskRunsAfterThoseThatWait() throws Exception {
    var ran = new ArrayList<String>();
    loop.execute(
        () -> {
          loop.execute(() -> ran.add("inner"));
          ran.add("outer");
        });
    drain();
    drain();
    assertThat(ran).containsExactly("outer", "inner");
  }

  @Test
  void aTaskThatThrowsDoesNotEndTheLoop() throws Exception {
    loop.execute(
        () -> {
          throw new IllegalStateException("expected by the test");
        });
    loop.schedule(
        Duration.ZERO,
        () -> {
          throw new AssertionError("expected by the test");
        });
    loop.execute(() -> sneak(new IOException("expected by the test")));
    var thread = CompletableFuture.supplyAsync(Thread::currentThread, loop);
    assertThat(thread.get(10, TimeUnit.SECONDS).getName()).isEqualTo("test-loop");
  }

  @Test
  void timersRunOnTheLoopAfterTheirDelayAndInTheOrderOfTheirTimes() throws Exception {
    var ran = new ArrayList<String>();
    var last = new CompletableFuture<Boolean>();
    long begin = loop.nanoTime();
    loop.schedule(
        SHORT.multipliedBy(3),
        () -> {
          ran.add("later");
          last.complete(loop.inLoop());
        });
    loop.schedule(SHORT, () -> ran.add("sooner"));
    loop.schedule(Duration.ofSeconds(-1), () -> ran.add("at once"));
    assertThat(last.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(ran).containsExactly("at once", "sooner", "later");
    assertThat(loop.nanoTime() - begin).isGreaterThanOrEqualTo(SHORT.multipliedBy(3).toNanos());
  }

  @Test
  void aTimerThatWasCancelledDoesNotRun() throws Exception {
    var ran = new AtomicBoolean();
    var later = new CompletableFuture<Void>();
    // From a task, so that the loop cannot run the timer before it is cancelled.
    loop.execute(
        () -> {
          Timer timer = loop.schedule(SHORT, () -> ran.set(true));
          loop.schedule(SHORT.multipliedBy(2), () -> later.complete(null));
          timer.cancel();
          timer.cancel();
        });
    later.get(10, TimeUnit.SECONDS);
    assertThat(ran).isFalse();
  }

  @Test
  void aSleepingLoopIsWokenForATimerThatIsSoonerThanTheOneItSleepsFor() throws Exception {
    var first = new CompletableFuture<String>();
    Timer late = loop.schedule(Duration.ofDays(1), () -> first.complete("late"));
    Thread thread = loopThread();
    await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);

    loop.schedule(SHORT, () -> first.complete("soon"));

    assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo("soon");
    late.cancel();
  }

  @Test
  void aTimerForLaterThanTheClockCanTellHoldsNothingUp() throws Exception {
    Timer never = loop.schedule(Duration.ofNanos(Long.MAX_VALUE), () -> {});
    var soon = new CompletableFuture<Void>();
    loop.schedule(SHORT, () -> soon.complete(null));
    soon.get(10, TimeUnit.SECONDS);
    never.cancel();
  }

  @Test
  void timersThatSetTimersForAtOnceLetOtherTasksThrough() throws Exception {
    var end = new AtomicBoolean();
    var again =
        new Runnable() {
          @Override
          public void run() {
            if (!end.get()) {
              loop.schedule(Duration.ZERO, this);
            }
          }
        };
    loop.schedule(Duration.ZERO, again);

    CompletableFuture.runAsync(() -> end.set(true), loop).get(10, TimeUnit.SECONDS);

    assertThat(end).isTrue();
  }

  @Test
  void aLoopWhoseTaskLeftItsThreadInterruptedSleepsAgain() throws Exception {
    CompletableFuture.runAsync(() -> Thread.currentThread().interrupt(), loop)
        .get(10, TimeUnit.SECONDS);
    Thread thread = loopThread();
    await().until(() -> thread.getState() == Thread.State.WAITING);

    assertThat(CompletableFuture.supplyAsync(loop::inLoop, loop).get(10, TimeUnit.SECONDS))
        .isTrue();
  }

  @Test
  void tasksOfSeveralThreadsAllRunAndThoseOfOneInTheirOrder() throws Exception {
    int threads = 4;
    int each = 10_000;
    var seen = new int[threads];
    var outOfOrder = new AtomicBoolean();
    var done = new CountDownLatch(threads * each);
    for (int t = 0; t < threads; t++) {
      int thread = t;
      new Thread(
              () -> {
                for (int i = 1; i <= each; i++) {
                  int number = i;
                  loop.execute(
                      () -> {
                        outOfOrder.compareAndSet(false, ++seen[thread] != number);
                        done.countDown();
                      });
                }
              })
          .start();
    }
    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(outOfOrder).isFalse();
  }

  /** Some languages know no checked exceptions. */
  @SuppressWarnings("unchecked")
  private static <E extends Exception> void sneak(Exception failure) throws E {
    throw (E) failure;
  }

  private Thread loopThread() throws Exception {
    return CompletableFuture.supplyAsync(Thread::currentThread, loop).get(10, TimeUnit.SECONDS);
  }

  @Test
  void onlyATaskOfTheLoopIsInTheLoop() throws Exception {
    assertThat(loop.inLoop()).isFalse();
    assertThat(CompletableFuture.supplyAsync(loop::inLoop, loop).get(10, TimeUnit.SECONDS))
        .isTrue();
    try (var other = new ThreadEventLoop("other-loop")) {
      assertThat(CompletableFuture.supplyAsync(other::inLoop, loop).get(10, TimeUnit.SECONDS))
          .isFalse();
    }
  }

  @Test
  void closingDropsWhatWaitsAndWhatComesLaterAndLetsTheRunningTaskEnd() throws Exception {
    var running = new CountDownLatch(1);
    var closed = new CountDownLatch(1);
    var ended = new CompletableFuture<Void>();
    var ranAnyway = new AtomicBoolean();
    loop.execute(
        () -> {
          running.countDown();
          while (closed.getCount() > 0) {
            Thread.onSpinWait();
          }
          ended.complete(null);
        });
    loop.execute(() -> ranAnyway.set(true));
    loop.schedule(SHORT, () -> ranAnyway.set(true));
    assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
    loop.close();
    closed.countDown();
    loop.execute(() -> ranAnyway.set(true));
    loop.schedule(Duration.ZERO, () -> ranAnyway.set(true)).cancel();
    ended.get(10, TimeUnit.SECONDS);
    assertThat(ranAnyway).isFalse();
  }

  @Test
  void itsThreadDoesNotKeepTheProcessAlive() throws Exception {
    assertThat(
            CompletableFuture.supplyAsync(() -> Thread.currentThread().isDaemon(), loop)
                .get(10, TimeUnit.SECONDS))
        .isTrue();
  }

  @Test
  void tellsHowLongItsLongestStepTook() throws Exception {
    long step = Duration.ofMillis(20).toNanos();
    loop.execute(
        () -> {
          long begin = System.nanoTime();
          while (System.nanoTime() - begin < step) {
            Thread.onSpinWait();
          }
        });
    drain();
    drain();
    assertThat(loop.stepTimes().longest()).isGreaterThanOrEqualTo(Duration.ofNanos(step));
    assertThat(loop.stepTimes().longestLately()).isEqualTo(loop.stepTimes().longest());
  }
}
