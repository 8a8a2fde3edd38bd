package io.lockstep.cli.tour;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Visitors who come again and again, each at its own pace, until they are told to stop. Serves
 * once.
 */
final class Traffic {
  /** Servers that have just started are slow; so the visitors don't come all at once. */
  private static final Duration ARRIVAL = Duration.ofSeconds(3);

  private final Executor executor;
  private final Duration pace;
  private final Map<Visitor, CompletableFuture<Void>> visits = new LinkedHashMap<>();
  private volatile boolean stopping;

  /**
   * @param pace from one request of a visitor to its next, unless the answer takes longer
   */
  Traffic(Executor executor, Duration pace) {
    this.executor = executor;
    this.pace = pace;
  }

  /** Starts the visitors, one after the other. */
  void start(List<Visitor> visitors, Random random) {
    visitors.forEach(each -> visits.put(each, askIn(random.nextLong(ARRIVAL.toNanos()), each)));
  }

  /**
   * Lets every visitor end what it is at, and repeat what failed.
   *
   * @return those that have not ended in time; they may still be at it, and must be left alone
   */
  List<Visitor> stop(Duration timeout) {
    stopping = true;
    try {
      CompletableFuture.allOf(visits.values().toArray(CompletableFuture<?>[]::new))
          .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
          .join();
    } catch (CompletionException late) {
      // Told by the answer.
    }
    return visits.keySet().stream().filter(each -> !hasEnded(each)).toList();
  }

  private boolean hasEnded(Visitor visitor) {
    var visit = visits.get(visitor);
    return visit != null && visit.isDone() && !visit.isCompletedExceptionally();
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
