package io.lockstep.codec.fory;

import org.jspecify.annotations.Nullable;

/** What stands behind a failure of Fory, whose own exceptions print the objects read so far. */
final class Failures {
  private static final int MOST_CAUSES = 100;

  private Failures() {}

  /** The innermost cause. */
  static Throwable reasonOf(Throwable failure) {
    Throwable reason = failure;
    for (int i = 0; i < MOST_CAUSES; i++) {
      @Nullable Throwable cause = reason.getCause();
      if (cause == null) {
        break;
      }
      reason = cause;
    }
    return reason;
  }

  static String text(Throwable reason) {
    return reason instanceof StackOverflowError
        ? "its objects are nested too deeply"
        : reason.toString();
  }
}
