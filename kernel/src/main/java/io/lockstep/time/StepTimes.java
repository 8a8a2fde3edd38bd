package io.lockstep.time;

import java.time.Duration;

/**
 * What the steps of a loop have taken, during which it did nothing else.
 *
 * @param longest the longest since the loop began; zero before the first step
 * @param longestLately the longest of the last one to two minutes
 * @param steps how many there were
 * @param busy how long all of them took together
 * @param waiting how many tasks wait for their turn now, timers not counted
 */
public record StepTimes(
    Duration longest, Duration longestLately, long steps, Duration busy, int waiting) {
  /** Of a loop that does not measure, as in virtual time. */
  public static final StepTimes NONE =
      new StepTimes(Duration.ZERO, Duration.ZERO, 0, Duration.ZERO, 0);
}
