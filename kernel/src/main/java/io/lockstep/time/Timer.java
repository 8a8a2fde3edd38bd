package io.lockstep.time;

/** A scheduled task that can be called off. Thread-safe. */
@FunctionalInterface
public interface Timer {
  /** Calls the task off; without effect when it has run or was cancelled before. */
  void cancel();
}
