package io.lockstep.time;

import java.time.Duration;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Time that passes only by doing what is due: one thread runs everything, and the same seed gives
 * the same order. What is due at the same instant runs in a seeded order. Not thread-safe.
 */
public final class VirtualTime {
  private final PriorityQueue<Due> queue = new PriorityQueue<>();
  private final SplittableRandom ties;
  private long nowNs;
  private long handedOver;
  private long steps;
  private @Nullable VirtualEventLoop running;

  /** Starts at zero. */
  public VirtualTime(long seed) {
    ties = new SplittableRandom(seed);
  }

  /** Makes a loop with its own clock. What a step of it costs is drawn from the randomness. */
  public VirtualEventLoop loop(VirtualClock clock, RandomGenerator random) {
    return new VirtualEventLoop(this, clock, random);
  }

  /** A clock that shows this time until it is made to jump or drift. */
  public VirtualClock clock() {
    return new VirtualClock(this);
  }

  /** How much time has passed since the start. */
  public Duration elapsed() {
    return Duration.ofNanos(nowNs);
  }

  /** {@link #elapsed()} in nanoseconds. */
  public long nanos() {
    return nowNs;
  }

  /** How many steps have been run. */
  public long steps() {
    return steps;
  }

  /**
   * Runs the task once, when the delay has passed.
   *
   * @param delay zero or less means as soon as possible
   */
  public Timer schedule(Duration delay, Runnable task) {
    return scheduleNanos(delay.toNanos(), task);
  }

  Timer scheduleNanos(long delayNs, Runnable task) {
    var due = new Due(nowNs + Math.max(0, delayNs), ties.nextLong(), handedOver++, task);
    queue.add(due);
    return due;
  }

  /**
   * Runs what is due next, and lets the time pass until then.
   *
   * @return false when nothing is left to do
   */
  public boolean runNext() {
    Due next = queue.poll();
    if (next == null) {
      return false;
    }
    nowNs = Math.max(nowNs, next.timeNs);
    next.run();
    steps++;
    return true;
  }

  /** Runs all that is due before the given time since the start, which it then is. */
  public void runUntil(Duration time) {
    long endNs = time.toNanos();
    Due next = queue.peek();
    while (next != null && next.timeNs < endNs) {
      runNext();
      next = queue.peek();
    }
    nowNs = Math.max(nowNs, endNs);
  }

  @Nullable VirtualEventLoop running() {
    return running;
  }

  void running(@Nullable VirtualEventLoop loop) {
    running = loop;
  }

  private static final class Due implements Comparable<Due>, Timer {
    private final long timeNs;
    private final long tie;
    private final long order;
    private @Nullable Runnable task;

    private Due(long timeNs, long tie, long order, Runnable task) {
      this.timeNs = timeNs;
      this.tie = tie;
      this.order = order;
      this.task = task;
    }

    private void run() {
      Runnable present = task;
      task = null;
      if (present != null) {
        present.run();
      }
    }

    @Override
    public void cancel() {
      task = null;
    }

    @Override
    public int compareTo(Due other) {
      int byTime = Long.compare(timeNs, other.timeNs);
      if (byTime != 0) {
        return byTime;
      }
      int byTie = Long.compare(tie, other.tie);
      return byTie != 0 ? byTie : Long.compare(order, other.order);
    }
  }
}
