package io.lockstep.transport;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Damages frames as a broken or hostile sender would. */
public final class Mutation {
  private Mutation() {}

  /**
   * A changed copy: bytes flipped, cut out, doubled, put in, or cut off. May equal the original.
   */
  public static byte[] of(byte[] frame, RandomGenerator random) {
    byte[] mutated = frame.clone();
    for (int change = random.nextInt(3); change >= 0 && mutated.length > 0; change--) {
      int at = random.nextInt(mutated.length);
      mutated =
          switch (random.nextInt(5)) {
            case 0 -> flipped(mutated, at, random);
            case 1 -> Arrays.copyOf(mutated, at);
            case 2 -> spliced(mutated, at, new byte[0], random.nextInt(1, 4));
            case 3 -> spliced(mutated, at, bytes(random), 0);
            default -> spliced(mutated, at, Arrays.copyOfRange(mutated, 0, at), 0);
          };
    }
    return mutated;
  }

  private static byte[] flipped(byte[] bytes, int at, RandomGenerator random) {
    bytes[at] ^= (byte) (1 << random.nextInt(8));
    return bytes;
  }

  private static byte[] bytes(RandomGenerator random) {
    byte[] bytes = new byte[random.nextInt(1, 12)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] spliced(byte[] bytes, int at, byte[] in, int out) {
    int rest = Math.min(bytes.length, at + out);
    byte[] spliced = Arrays.copyOf(bytes, at + in.length + bytes.length - rest);
    System.arraycopy(in, 0, spliced, at, in.length);
    System.arraycopy(bytes, rest, spliced, at + in.length, bytes.length - rest);
    return spliced;
  }
}
