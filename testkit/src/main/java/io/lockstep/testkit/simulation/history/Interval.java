package io.lockstep.testkit.simulation.history;

/**
 * From a call to its answer, in nanoseconds of one clock.
 *
 * @param endNs {@link #OPEN} when no answer came, so that the call may take effect at any time
 */
public record Interval(long startNs, long endNs) {
  /** The end of a call that was never answered. */
  public static final long OPEN = Long.MAX_VALUE;

  /** Whether this call was answered before the other was made. */
  public boolean precedes(Interval other) {
    return endNs < other.startNs;
  }
}
