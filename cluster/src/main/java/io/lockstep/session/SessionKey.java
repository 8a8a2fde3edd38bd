package io.lockstep.session;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * What names a session for its whole life, on every node; the id a client knows holds it and can
 * change.
 *
 * @param high its first 64 random bits
 * @param low its last 64 random bits
 */
record SessionKey(long high, long low) {
  private static final int BYTES = 16;
  private static final int SHORT_DIGITS = 12;

  /** Throws {@link IllegalArgumentException} when the bytes are not a key's. */
  static SessionKey of(ByteString bytes) {
    if (bytes.size() != BYTES) {
      throw new IllegalArgumentException("a session key of " + bytes.size() + " bytes");
    }
    ByteBuffer buffer = bytes.asReadOnlyByteBuffer();
    return new SessionKey(buffer.getLong(), buffer.getLong());
  }

  ByteString bytes() {
    return ByteString.copyFrom(ByteBuffer.allocate(BYTES).putLong(high).putLong(low).flip());
  }

  /** Its first digits: enough to tell sessions apart in a log, too few to use one. */
  @Override
  public String toString() {
    return HexFormat.of().toHexDigits(high).substring(0, SHORT_DIGITS);
  }
}
