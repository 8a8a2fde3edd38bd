package io.lockstep.cli.process;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what nobody announces. */
public final class Polling {
  private static final long INTERVAL_MS = 50;

  private final ScheduledExecutorService scheduler;

  public Polling(ScheduledExecutorService scheduler) {
    this.scheduler = scheduler;
  }

  /**
   * Asks every 50 ms, on the scheduler's thread, until the answer is yes or the time is over.
   *
   * @return whether the answer was yes in time
   */
  public boolean until(Duration timeout, BooleanSupplier condition) {
    var answer = new CompletableFuture<Boolean>();
    var task =
        scheduler.scheduleWithFixedDelay(
            () -> ask(condition, answer), 0, INTERVAL_MS, TimeUnit.MILLISECONDS);
    answer.completeOnTimeout(false, timeout.toMillis(), TimeUnit.MILLISECONDS);
    try {
      return answer.join();
    } finally {
      task.cancel(false);
    }
  }

  private static void ask(BooleanSupplier condition, CompletableFuture<Boolean> answer) {
    try {
      if (condition.getAsBoolean()) {
        answer.complete(true);
      }
    } catch (RuntimeException failure) {
      answer.completeExceptionally(failure);
    }
  }
}
