package io.lockstep.time;

import java.time.Duration;
import java.time.Instant;

/** One machine's idea of {@link VirtualTime}: it may run fast or slow, and its wall clock jump. */
public final class VirtualClock {
  private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

  private final VirtualTime time;
  private long sinceNs;
  private long shownThenNs;
  private double rate = 1;
  private Instant wallStart = START;

  VirtualClock(VirtualTime time) {
    this.time = time;
  }

  /**
   * From now on the clock runs at this rate.
   *
   * @param newRate 1 is right, 1.01 gains a hundredth; positive
   */
  public void drift(double newRate) {
    if (newRate <= 0) {
      throw new IllegalArgumentException("rate " + newRate + ": allowed is a positive number");
    }
    shownThenNs = nanoTime();
    sinceNs = time.nanos();
    rate = newRate;
  }

  /** Sets the wall clock forward, or back when negative; the monotonic clock is not affected. */
  public void jump(Duration by) {
    wallStart = wallStart.plus(by);
  }

  long nanoTime() {
    return shownThenNs + (long) ((time.nanos() - sinceNs) * rate);
  }

  Instant now() {
    return wallStart.plusNanos(nanoTime());
  }

  long trueNanos(long shownNs) {
    return (long) (shownNs / rate);
  }
}
