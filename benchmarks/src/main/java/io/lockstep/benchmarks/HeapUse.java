package io.lockstep.benchmarks;

import java.lang.management.ManagementFactory;

/** How much of this process's heap is in use. */
final class HeapUse {
  private static final int COLLECTIONS = 3;

  private HeapUse() {}

  /** In bytes, after collections. */
  static long bytes() {
    for (int time = 0; time < COLLECTIONS; time++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
