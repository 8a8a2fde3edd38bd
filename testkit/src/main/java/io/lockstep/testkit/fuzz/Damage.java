package io.lockstep.testkit.fuzz;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Changes sound bytes as a broken or hostile sender would. */
final class Damage {
  private static final int MOST_CHANGES = 3;

  /** Numbers where readers go wrong, as they are written in a message. */
  private static final byte[][] NUMBERS = {
    {0},
    {1},
    {0x7f},
    {(byte) 0x80},
    {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x07},
    {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f},
    {-1, -1, -1, -1, -1, -1, -1, -1, -1, 1},
    {0x7f, -1, -1, -1},
    {-1, -1, -1, -1},
    {(byte) 0x80, 0, 0, 0}
  };

  private final RandomGenerator random;

  Damage(RandomGenerator random) {
    this.random = random;
  }

  byte[] noise(int most) {
    byte[] noise = new byte[random.nextInt(most + 1)];
    random.nextBytes(noise);
    return noise;
  }

  /**
   * A changed copy: bits flipped, bytes cut out, cut off, doubled or put in, numbers and lengths
   * blown up, and pieces of the other bytes.
   */
  byte[] of(byte[] sound, byte[] other) {
    byte[] bytes = sound.clone();
    for (int change = random.nextInt(MOST_CHANGES); change >= 0; change--) {
      bytes = changed(bytes, other);
    }
    return bytes;
  }

  private byte[] changed(byte[] bytes, byte[] other) {
    int at = random.nextInt(bytes.length + 1);
    return switch (random.nextInt(7)) {
      case 0 -> flipped(bytes, at);
      case 1 -> Arrays.copyOf(bytes, at);
      case 2 -> spliced(bytes, at, new byte[0], random.nextInt(1, 5));
      case 3 -> spliced(bytes, at, noise(12), 0);
      case 4 -> spliced(bytes, at, Arrays.copyOfRange(bytes, at / 2, at), 0);
      case 5 -> number(bytes, at);
      default -> spliced(bytes, at, piece(other), random.nextInt(8));
    };
  }

  private byte[] flipped(byte[] bytes, int at) {
    if (at < bytes.length) {
      bytes[at] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }

  private byte[] number(byte[] bytes, int at) {
    byte[] number = NUMBERS[random.nextInt(NUMBERS.length)];
    return spliced(bytes, at, number, random.nextBoolean() ? number.length : 1);
  }

  private byte[] piece(byte[] other) {
    int from = random.nextInt(other.length + 1);
    return Arrays.copyOfRange(other, from, from + random.nextInt(other.length - from + 1));
  }

  private static byte[] spliced(byte[] bytes, int at, byte[] in, int out) {
    int rest = Math.min(bytes.length, at + out);
    byte[] spliced = Arrays.copyOf(bytes, at + in.length + bytes.length - rest);
    System.arraycopy(in, 0, spliced, at, in.length);
    System.arraycopy(bytes, rest, spliced, at + in.length, bytes.length - rest);
    return spliced;
  }
}
