package io.lockstep.time;

import java.time.Duration;

/**
 * How long the steps of a loop have taken, during which it did nothing else.
 *
 * @param longest since the loop began; zero before the first step
 * @param longestLately of the last one to two minutes
 */
public record StepTimes(Duration longest, Duration longestLately) {
  /** Of a loop that does not measure, as in virtual time. */
  public static final StepTimes NONE = new StepTimes(Duration.ZERO, Duration.ZERO);
}
