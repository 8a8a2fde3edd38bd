package io.lockstep.transport.connection;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Growing pauses between attempts, up to the longest, so that nodes don't come all at once. */
final class Backoff {
  private static final Duration FIRST = Duration.ofMillis(25);

  private final Duration longest;
  private final RandomGenerator random;
  private Duration next = FIRST;

  Backoff(Duration longest, RandomGenerator random) {
    this.longest = longest;
    this.random = random;
  }

  /** The next pause: twice the last one, up to the longest, less up to a quarter by chance. */
  Duration next() {
    Duration pause = next.compareTo(longest) < 0 ? next : longest;
    next = pause.multipliedBy(2);
    return pause.minusNanos((long) (pause.toNanos() * random.nextDouble(0.25)));
  }

  void reset() {
    next = FIRST;
  }
}
