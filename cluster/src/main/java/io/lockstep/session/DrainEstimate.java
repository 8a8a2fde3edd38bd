package io.lockstep.session;

import java.util.OptionalLong;

/**
 * When the last session of a node that drains will have gone: at the pace at which they went so
 * far, but no later than the last of them would expire.
 *
 * @param restMs how long that takes from now on; -1 when nothing can be said
 */
record DrainEstimate(long restMs, From from) {
  /** What an estimate goes by. */
  enum From {
    /** There is none left. */
    NONE_LEFT("none-left"),
    /** How many have gone since the drain began. */
    PACE("pace"),
    /** When the last would expire if nobody used it any more. */
    EXPIRY("expiry"),
    /** None has gone yet, and one at least never expires. */
    UNKNOWN("unknown");

    private final String text;

    From(String text) {
      this.text = text;
    }

    /** As reports have it. */
    String text() {
      return text;
    }
  }

  /**
   * The estimate of this moment.
   *
   * @param atFirst how many sessions there were when the drain began
   * @param left how many there are now; may be more, when some came since
   * @param passedMs how long the drain has lasted
   * @param lastExpiryMs in how long the last would expire; empty when one at least never does
   */
  static DrainEstimate of(int atFirst, int left, long passedMs, OptionalLong lastExpiryMs) {
    if (left == 0) {
      return new DrainEstimate(0, From.NONE_LEFT);
    }
    int gone = atFirst - left;
    if (gone <= 0) {
      return lastExpiryMs.isPresent()
          ? new DrainEstimate(lastExpiryMs.getAsLong(), From.EXPIRY)
          : new DrainEstimate(-1, From.UNKNOWN);
    }
    long atThisPace = passedMs * left / gone;
    return lastExpiryMs.isPresent() && lastExpiryMs.getAsLong() < atThisPace
        ? new DrainEstimate(lastExpiryMs.getAsLong(), From.EXPIRY)
        : new DrainEstimate(atThisPace, From.PACE);
  }
}
