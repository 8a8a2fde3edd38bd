package io.lockstep.time;

import java.time.Duration;

/** Measures steps. One thread notes them, any may read. */
final class StepClock {
  private static final long WINDOW_NS = Duration.ofMinutes(1).toNanos();

  private volatile long longestNs;
  private volatile long presentNs;
  private volatile long formerNs;
  private volatile long beganNs;

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
    if (tookNs > presentNs) {
      presentNs = tookNs;
      longestNs = Math.max(longestNs, tookNs);
    }
  }

  StepTimes read() {
    return new StepTimes(
        Duration.ofNanos(longestNs), Duration.ofNanos(Math.max(formerNs, presentNs)));
  }
}
