package io.lockstep.testkit.simulation.network;

import java.time.Duration;

/**
 * How badly the network behaves.
 *
 * @param loss the share of frames lost, 0 to 1
 * @param duplication the share of frames that arrive twice, 0 to 1
 * @param reordering the share of frames that keep no order, 0 to 1
 * @param delay the longest additional delay
 */
public record Disturbance(double loss, double duplication, double reordering, Duration delay) {
  /** A network at its best. */
  public static final Disturbance NONE = new Disturbance(0, 0, 0, Duration.ZERO);

  /** Frames get lost. */
  public static Disturbance loss(double share) {
    return new Disturbance(share, 0, 0, Duration.ZERO);
  }

  /** Frames arrive twice. */
  public static Disturbance duplication(double share) {
    return new Disturbance(0, share, 0, Duration.ZERO);
  }

  /** Frames overtake each other. */
  public static Disturbance reordering(double share) {
    return new Disturbance(0, 0, share, Duration.ZERO);
  }

  /** Frames are late, in order. */
  public static Disturbance delay(Duration longest) {
    return new Disturbance(0, 0, 0, longest);
  }

  /** The worse of both in every respect. */
  Disturbance and(Disturbance other) {
    return new Disturbance(
        Math.max(loss, other.loss),
        Math.max(duplication, other.duplication),
        Math.max(reordering, other.reordering),
        delay.compareTo(other.delay) > 0 ? delay : other.delay);
  }
}
