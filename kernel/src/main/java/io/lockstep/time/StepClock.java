package io.lockstep.time;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Measures steps. One thread notes them, any may read. */
final class StepClock {
  private static final long WINDOW_NS = Duration.ofMinutes(1).toNanos();

  private volatile long longestNs;
  private volatile long presentNs;
  private volatile long formerNs;
  private volatile long beganNs;
  private final AtomicLong steps = new AtomicLong();
  private final AtomicLong busyNs = new AtomicLong();

  StepClock(long nowNs) {
    beganNs = nowNs;
  }

  /** A step is over. */
  void note(long beginNs, long endNs) {
    if (endNs - beganNs >= WINDOW_NS) {
      formerNs = endNs - beganNs < 2 * WINDOW_NS ? presentNs : 0;
      presentNs = 0;
      beganNs = endNs;
    }
    long tookNs = endNs - beginNs;
    // One thread writes: nothing has to be compared, and no reader has to see it at once.
    steps.lazySet(steps.getPlain() + 1);
    busyNs.lazySet(busyNs.getPlain() + tookNs);
    if (tookNs > presentNs) {
      presentNs = tookNs;
      longestNs = Math.max(longestNs, tookNs);
    }
  }

  /**
   * What was measured.
   *
   * @param waiting how many tasks wait
   */
  StepTimes read(int waiting) {
    return new StepTimes(
        Duration.ofNanos(longestNs),
        Duration.ofNanos(Math.max(formerNs, presentNs)),
        steps.get(),
        Duration.ofNanos(busyNs.get()),
        waiting);
  }
}
