package io.lockstep.testkit.simulation;

import io.lockstep.time.Timer;
import io.lockstep.time.VirtualTime;
import java.time.Duration;
import java.util.SplittableRandom;

/** What all parts of one simulation share. */
final class World {
  final long seed;
  final VirtualTime time;
  final Trace trace;
  final Violations violations;
  private final SplittableRandom seeds;

  World(long seed, int traceRoom) {
    this.seed = seed;
    seeds = new SplittableRandom(seed);
    time = new VirtualTime(seeds.nextLong());
    trace = new Trace(time, traceRoom);
    violations = new Violations(trace);
  }

  /** Randomness for one part, independent of how much the others use. */
  SplittableRandom random() {
    return seeds.split();
  }

  Timer after(Duration delay, Runnable task) {
    return time.schedule(delay, task);
  }

  long nanos() {
    return time.nanos();
  }
}
