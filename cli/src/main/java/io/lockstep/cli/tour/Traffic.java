package io.lockstep.cli.tour;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Visitors who come again and again, each at its own pace, until they are told to stop. */
final class Traffic {
  private final List<Visitor> visitors;
  private final Executor executor;
  private final Duration pace;
  private final Random random;
  private volatile boolean stopping;
  private CompletableFuture<Void> all = CompletableFuture.completedFuture(null);

  /**
   * @param pace from one request of a visitor to its next, unless the answer takes longer
   */
  Traffic(List<Visitor> visitors, Executor executor, Duration pace, long seed) {
    this.visitors = visitors;
    this.executor = executor;
    this.pace = pace;
    this.random = new Random(seed);
  }

  /** Starts the visitors, spread over one pace. */
  void start() {
    all =
        CompletableFuture.allOf(
            visitors.stream()
                .map(each -> askIn(random.nextLong(pace.toNanos()), each))
                .toArray(CompletableFuture<?>[]::new));
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

  /** The visitor's requests from after the delay on. Each stage is the next one's trigger. */
  private CompletableFuture<Void> askIn(long delayNs, Visitor visitor) {
    var later = CompletableFuture.delayedExecutor(delayNs, TimeUnit.NANOSECONDS, executor);
    return CompletableFuture.runAsync(() -> {}, later).thenCompose(nothing -> ask(visitor));
  }

  private CompletableFuture<Void> ask(Visitor visitor) {
    if (stopping && !visitor.isUncertain()) {
      return CompletableFuture.completedFuture(null);
    }
    long start = System.nanoTime();
    return visitor
        .next()
        .thenCompose(
            nothing -> {
              long taken = System.nanoTime() - start;
              return askIn(Math.max(pace.toNanos() - taken, 0), visitor);
            });
  }
}
