package io.lockstep.transport.jgroups;

import java.util.BitSet;
import javax.crypto.SecretKey;

/**
 * The key of one sender, and which of its messages were opened already, so that none is taken twice
 * (the sliding window of RFC 4303, 3.4.3). Thread-safe.
 */
final class SenderKey {
  private static final int WINDOW = 8_192;

  private final SecretKey key;
  private final BitSet opened = new BitSet(WINDOW);
  private long highest;

  SenderKey(SecretKey key) {
    this.key = key;
  }

  SecretKey key() {
    return key;
  }

  /**
   * Notes an authentic message.
   *
   * @return false when it was noted before, or is so old that this is not known
   */
  synchronized boolean isNew(long number) {
    if (number <= highest - WINDOW) {
      return false;
    }
    if (number > highest) {
      if (number - highest >= WINDOW) {
        opened.clear();
      } else {
        for (long passed = highest + 1; passed < number; passed++) {
          opened.clear(place(passed));
        }
      }
      highest = number;
      opened.set(place(number));
      return true;
    }
    boolean before = opened.get(place(number));
    opened.set(place(number));
    return !before;
  }

  private static int place(long number) {
    return (int) Math.floorMod(number, (long) WINDOW);
  }
}
