package io.lockstep.testkit.simulation.network;

import java.time.Duration;

/** A frame to carry. */
public final class Parcel {
  private final byte[] frame;
  private final Duration delay;

  /**
   * A frame that takes longer than the network needs.
   *
   * @param delay when not zero, the frame keeps no order with others
   */
  public Parcel(byte[] frame, Duration delay) {
    this.frame = frame;
    this.delay = delay;
  }

  /** A frame that takes what the network needs. */
  public Parcel(byte[] frame) {
    this(frame, Duration.ZERO);
  }

  byte[] frame() {
    return frame;
  }

  Duration delay() {
    return delay;
  }
}
