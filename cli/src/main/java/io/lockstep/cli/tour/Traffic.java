package io.lockstep.cli.tour;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Visitors who come again and again, each at its own pace, until they are told to stop. */
final class Traffic {
  /** Servers that have just started are slow; so the visitors don't come all at once. */
  private static final Duration ARRIVAL = Duration.ofSeconds(3);

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

  /** Starts the visitors, one after the other. */
  void start() {
    all =
        CompletableFuture.allOf(
            visitors.stream()
                .map(each -> askIn(random.nextLong(ARRIVAL.toNanos()), each))
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
