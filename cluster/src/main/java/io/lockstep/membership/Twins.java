package io.lockstep.membership;

import java.time.Duration;

/**
 * Other live nodes that have this one's name. Two nodes of one name retire each other at every
 * third one that hears both. So that they do not do so without end, who has met its twin waits
 * before it joins again, longer each time. Lives on the node's loop.
 */
final class Twins {
  private static final int MOST_DOUBLINGS = 5;

  private final Duration detectionTime;
  private boolean met;
  private int pauses;

  Twins(Duration detectionTime) {
    this.detectionTime = detectionTime;
  }

  void meet() {
    met = true;
  }

  /** How long this node, which was declared dead, waits before it joins again. */
  Duration pauseBeforeRejoining() {
    if (!met) {
      return Duration.ZERO;
    }
    met = false;
    return detectionTime.multipliedBy(1L << Math.min(MOST_DOUBLINGS, pauses++));
  }
}
