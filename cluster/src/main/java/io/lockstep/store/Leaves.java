package io.lockstep.store;

import java.util.BitSet;
import java.util.List;

/**
 * The digest tree of a store, two levels deep: each live dot has a fingerprint, each leaf is the
 * exclusive or of the fingerprints that fall into it, the root that of all, in two parts. So a
 * change costs two operations, and the order of changes does not matter. Not thread-safe.
 */
final class Leaves {
  /** How many leaves a store has. */
  static final int COUNT = 1024;

  private final long[] leaves = new long[COUNT];
  private long lasting;
  private long timed;

  /** The fingerprint of a dot. */
  static long fingerprint(long source, long sequence) {
    return mix(mix(source) + sequence);
  }

  static long fingerprint(StoredEntry entry) {
    return fingerprint(entry.source(), entry.sequence());
  }

  /** In which leaf the fingerprint is. */
  static int leaf(long fingerprint) {
    return (int) (fingerprint & (COUNT - 1));
  }

  // The finisher of SplitMix64.
  private static long mix(long bits) {
    long z = bits + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** Adds the entry's dot, or takes it out. */
  void toggle(StoredEntry entry) {
    long fingerprint = fingerprint(entry);
    leaves[leaf(fingerprint)] ^= fingerprint;
    if (entry.isTimed()) {
      timed ^= fingerprint;
    } else {
      lasting ^= fingerprint;
    }
  }

  /**
   * The root.
   *
   * @param markMs entries whose time was over at this moment are not in it
   */
  Digest digest(long markMs) {
    return new Digest(lasting, timed, markMs);
  }

  long[] copy() {
    return leaves.clone();
  }

  /** Which leaves are not the same. */
  static BitSet differing(long[] own, List<Long> others) {
    var differing = new BitSet(COUNT);
    for (int i = 0; i < COUNT; i++) {
      if (own[i] != others.get(i)) {
        differing.set(i);
      }
    }
    return differing;
  }
}
