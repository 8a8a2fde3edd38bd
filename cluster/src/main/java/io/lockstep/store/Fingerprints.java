package io.lockstep.store;

import java.util.Arrays;
import java.util.List;

/** A set of fingerprints, eight bytes each; filled first, then asked. */
final class Fingerprints {
  private long[] all = new long[64];
  private int count;

  void add(List<Long> more) {
    if (count + more.size() > all.length) {
      all = Arrays.copyOf(all, Math.max(count + more.size(), 2 * all.length));
    }
    for (long fingerprint : more) {
      all[count++] = fingerprint;
    }
  }

  /** Nothing may be added afterwards. */
  void sort() {
    Arrays.sort(all, 0, count);
  }

  boolean contains(long fingerprint) {
    return Arrays.binarySearch(all, 0, count, fingerprint) >= 0;
  }
}
