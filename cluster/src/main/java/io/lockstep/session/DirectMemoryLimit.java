package io.lockstep.session;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/** How much direct memory the JVM allows. */
final class DirectMemoryLimit {
  private static final String OPTION = "MaxDirectMemorySize";
  private static final long NOT_SET = 0;

  private DirectMemoryLimit() {}

  /** In bytes: what the option says, or as much as the largest heap. */
  static long bytes() {
    return bytes(option(), Runtime.getRuntime().maxMemory());
  }

  static long bytes(long option, long largestHeap) {
    return option > NOT_SET ? option : largestHeap;
  }

  private static long option() {
    try {
      var jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      return jvm == null ? NOT_SET : Long.parseLong(jvm.getVMOption(OPTION).getValue());
    } catch (IllegalArgumentException | LinkageError e) {
      // Another kind of JVM.
      return NOT_SET;
    }
  }
}
