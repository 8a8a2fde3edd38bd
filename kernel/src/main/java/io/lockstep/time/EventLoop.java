package io.lockstep.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * The one thread on which a node's protocol state lives, with its clock and its randomness.
 *
 * <p>Tasks run one at a time, in the order in which they were handed over. A task must not wait for
 * anything. All methods may be called from any thread.
 */
public interface EventLoop extends Executor {
  /**
   * Runs the task on the loop, after all tasks handed over before. Silently drops it once the loop
   * is closed.
   */
  @Override
  void execute(Runnable task);

  /**
   * Runs the task once on the loop, after the delay.
   *
   * @param delay zero or less means as soon as possible
   */
  Timer schedule(Duration delay, Runnable task);

  /** Whether the calling thread is running a task of this loop. */
  boolean inLoop();

  /** A monotonic clock in nanoseconds, meaningful only as a difference. */
  long nanoTime();

  /** The wall clock. It may jump, and differs from that of other nodes. */
  Instant now();

  /**
   * Randomness that cannot be guessed in production, and follows the seed in a simulation.
   * Thread-safe.
   */
  RandomGenerator random();

  /** How long its steps take; {@link StepTimes#NONE} when it does not measure. */
  default StepTimes stepTimes() {
    return StepTimes.NONE;
  }
}
