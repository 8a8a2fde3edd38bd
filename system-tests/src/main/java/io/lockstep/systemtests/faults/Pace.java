package io.lockstep.systemtests.faults;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** How visitors and faults take their time. */
final class Pace {
  private Pace() {}

  /** Returns when so much time is over. */
  static void pause(Duration duration) {
    CompletableFuture.runAsync(
            () -> {}, CompletableFuture.delayedExecutor(duration.toNanos(), TimeUnit.NANOSECONDS))
        .join();
  }
}
