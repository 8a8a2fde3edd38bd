package io.lockstep.transport.amqp;

import org.jspecify.annotations.Nullable;

/**
 * Numbers a sender's frames, so that a receiver sees how many it lost.
 *
 * @param link counts the sender's connections
 * @param number counts its frames to one receiver, or to all, on that connection, from 1
 */
record FrameStamp(int link, long number) {
  private static final int RADIX = 36;

  /** Null when the text is no stamp. */
  static @Nullable FrameStamp parse(@Nullable String text) {
    int colon = text == null || text.length() > 24 ? -1 : text.indexOf(':');
    if (text == null || colon < 0) {
      return null;
    }
    try {
      var stamp =
          new FrameStamp(
              Integer.parseInt(text, 0, colon, RADIX),
              Long.parseLong(text, colon + 1, text.length(), RADIX));
      return stamp.link < 0 || stamp.number < 1 ? null : stamp;
    } catch (NumberFormatException foreign) {
      return null;
    }
  }

  @Override
  public String toString() {
    return Integer.toString(link, RADIX) + ":" + Long.toString(number, RADIX);
  }
}
