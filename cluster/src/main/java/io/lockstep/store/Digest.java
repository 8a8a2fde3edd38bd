package io.lockstep.store;

/**
 * The root of a store's digest tree.
 *
 * @param markMs entries whose time was over at this moment are not in it, whether their node has
 *     forgotten them yet or not
 */
record Digest(long root, long markMs) {
  /** Whether equal contents would give both the same root. */
  boolean isComparableTo(Digest other) {
    return markMs == other.markMs;
  }
}
