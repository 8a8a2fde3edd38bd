package io.lockstep.testkit.simulation;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** Draws from one source of randomness. */
final class Seeded {
  private final RandomGenerator random;

  Seeded(RandomGenerator random) {
    this.random = random;
  }

  /** From the first to the last, both included. */
  int between(int first, int last) {
    return first + random.nextInt(last - first + 1);
  }

  boolean oneIn(int many) {
    return random.nextInt(many) == 0;
  }

  double share(double least, double most) {
    return least + random.nextDouble() * (most - least);
  }

  Duration between(Duration shortest, Duration longest) {
    long rangeNs = longest.toNanos() - shortest.toNanos();
    return shortest.plusNanos(rangeNs > 0 ? random.nextLong(rangeNs) : 0);
  }

  /** Exponentially distributed, as the time between independent events is. */
  Duration around(Duration mean) {
    double factor = Math.min(8, -Math.log(1 - random.nextDouble()));
    return Duration.ofNanos((long) (mean.toNanos() * factor));
  }

  <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
