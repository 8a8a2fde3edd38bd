package io.lockstep.cli.tour;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Visitors who come again and again, each at its own pace, until they are told to stop. */
final class Traffic {
  private final List<Visitor> visitors;
  private final ScheduledExecutorService scheduler;
  private final Duration pace;
  private final Random random;
  private volatile boolean stopping;
  private CompletableFuture<Void> all = CompletableFuture.completedFuture(null);

  /**
   * @param pace from one request of a visitor to its next, unless the answer takes longer
   */
  Traffic(List<Visitor> visitors, ScheduledExecutorService scheduler, Duration pace, long seed) {
    this.visitors = visitors;
    this.scheduler = scheduler;
    this.pace = pace;
    this.random = new Random(seed);
  }

  /** Starts the visitors, spread over one pace. */
  void start() {
    all =
        CompletableFuture.allOf(
            visitors.stream().map(this::start).toArray(CompletableFuture<?>[]::new));
  }

  private CompletableFuture<Void> start(Visitor visitor) {
    var done = new CompletableFuture<Void>();
    scheduleIn(random.nextLong(pace.toNanos()), visitor, done);
    return done;
  }

  /**
   * Lets every visitor end what it is at, and repeat what failed.
   *
   * @throws java.util.concurrent.CompletionException when that takes longer than the time-out
   */
  void stop(Duration timeout) {
    stopping = true;
    all.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS).join();
  }

  private void ask(Visitor visitor, CompletableFuture<Void> done) {
    if (stopping && !visitor.isUncertain()) {
      done.complete(null);
      return;
    }
    long start = System.nanoTime();
    visitor
        .next()
        .whenComplete(
            (nothing, failure) -> {
              if (failure != null) {
                done.completeExceptionally(failure);
              } else {
                long taken = System.nanoTime() - start;
                scheduleIn(Math.max(pace.toNanos() - taken, 0), visitor, done);
              }
            });
  }

  private void scheduleIn(long delayNs, Visitor visitor, CompletableFuture<Void> done) {
    scheduler.schedule(() -> ask(visitor, done), delayNs, TimeUnit.NANOSECONDS);
  }
}
