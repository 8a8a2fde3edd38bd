package io.lockstep.benchmarks;

import java.util.Random;

/** The bytes that are carried: 1 KB of noise, always the same. */
final class Payload {
  static final int BYTES = 1024;

  /** As much as an acknowledgement takes on the wire. */
  static final int REPLY_BYTES = 64;

  private Payload() {}

  static byte[] random(long seed, int bytes) {
    byte[] payload = new byte[bytes];
    new Random(seed).nextBytes(payload);
    return payload;
  }
}
