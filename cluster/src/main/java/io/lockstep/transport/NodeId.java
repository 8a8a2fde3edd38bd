package io.lockstep.transport;

import java.util.HexFormat;

/**
 * One life of one server: its incarnation. A server that restarts, or that was declared dead and
 * joins again, has a new one, so that what it forgot is never mistaken for what it knows.
 *
 * @param incarnation random, never 0, compared by equality only
 */
public record NodeId(long incarnation) {
  /** Throws {@link IllegalArgumentException} for 0, which the wire uses for "none". */
  public NodeId {
    if (incarnation == 0) {
      throw new IllegalArgumentException("An incarnation is never 0");
    }
  }

  /** The incarnation as 16 hexadecimal digits. */
  @Override
  public String toString() {
    return HexFormat.of().toHexDigits(incarnation);
  }
}
