package io.lockstep.transport.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LifeThreadsTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final LifeThreads threads = new LifeThreads();

  @Test
  void waitsForAThreadThatAThreadStartsWhileItEnds() throws Exception {
    var started = new AtomicReference<Thread>();
    Thread waiting = Thread.currentThread();
    Thread first =
        threads
            .named("first")
            .newThread(
                () -> {
                  awaitJoining(waiting);
                  Thread second = threads.named("second").newThread(() -> awaitJoining(waiting));
                  started.set(second);
                  second.start();
                });
    first.start();

    assertThat(threads.join(LONG)).isTrue();

    assertThat(started.get()).isNotNull().returns(false, Thread::isAlive);
  }

  @Test
  void doesNotWaitForTheThreadThatWaits() throws Exception {
    var ended = new AtomicReference<Boolean>();
    Thread self =
        threads
            .named("self")
            .newThread(
                () -> {
                  try {
                    ended.set(threads.join(LONG));
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    self.start();
    self.join();

    assertThat(ended.get()).isTrue();
  }

  @Test
  void givesUpOnAThreadThatStays() throws Exception {
    var free = new CountDownLatch(1);
    Thread stays = threads.named("stays").newThread(() -> awaitQuietly(free));
    stays.start();

    assertThat(threads.join(Duration.ofMillis(1))).isFalse();

    free.countDown();
    stays.join();
  }

  private static void awaitJoining(Thread waiting) {
    while (waiting.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
