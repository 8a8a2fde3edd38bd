package io.lockstep.time;

/**
 * Runs a step so that waiting in it fails at once. Its thread is interrupted meanwhile: what would
 * sleep, wait for a monitor, a lock that can be interrupted, a latch, a queue or an unfinished
 * future throws instead, and so takes the interruption away. What waits uninterruptibly is not seen
 * here, nor what puts the interruption back.
 */
final class UnwaitingStep {
  private UnwaitingStep() {}

  /**
   * Runs the task.
   *
   * @throws IllegalStateException when it would have waited for something
   */
  static void run(Runnable task) {
    if (Thread.currentThread().isInterrupted()) {
      // A step within a step: the outer one is watched.
      task.run();
      return;
    }
    Thread.currentThread().interrupt();
    boolean interrupted;
    try {
      task.run();
    } finally {
      interrupted = Thread.interrupted();
    }
    if (!interrupted) {
      throw new IllegalStateException("A step of an event loop would have waited");
    }
  }
}
