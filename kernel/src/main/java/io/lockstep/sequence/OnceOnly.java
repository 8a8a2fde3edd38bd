package io.lockstep.sequence;

import java.util.TreeSet;

/**
 * Lets each entry of one source pass once, in whatever order they come.
 *
 * <p>Bounded: when more than {@value #MOST_BEYOND} entries came beyond a missing one, that one is
 * given up, and does not pass any more. So an entry may not pass at all, but never twice. Not
 * thread-safe.
 */
public final class OnceOnly {
  /** How many entries may come before a missing one. */
  public static final int MOST_BEYOND = 1024;

  private final TreeSet<Long> beyond = new TreeSet<>();
  private long floor;

  /**
   * Whether the entry may pass.
   *
   * @param sequence counted from 1; what is lower never passes
   */
  public boolean passes(long sequence) {
    if (sequence <= floor || !beyond.add(sequence)) {
      return false;
    }
    if (beyond.size() > MOST_BEYOND) {
      floor = beyond.pollFirst();
    }
    while (!beyond.isEmpty() && beyond.first() == floor + 1) {
      floor = beyond.pollFirst();
    }
    return true;
  }
}
