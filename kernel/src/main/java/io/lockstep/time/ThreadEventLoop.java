package io.lockstep.time;

import java.lang.invoke.VarHandle;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The production loop: one daemon thread, the system's clocks, and secure randomness.
 *
 * <p>A task costs its hand-over no lock, and a wake-up only when the loop sleeps: an executor with
 * timers orders every task in its heap, under a lock, which was the largest part of what an
 * acknowledged change cost.
 */
public final class ThreadEventLoop implements EventLoop, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ThreadEventLoop.class);

  private final SecureRandom random = new SecureRandom();
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final NavigableMap<Moment, Runnable> timers = new ConcurrentSkipListMap<>();
  private final AtomicLong timersSet = new AtomicLong();
  private final long beginNanos = System.nanoTime();
  private final StepClock steps = new StepClock(beginNanos);
  private final Thread thread;
  private volatile boolean sleeps;
  private volatile boolean closed;

  /**
   * When a timer is due.
   *
   * @param nanos after the loop's begin
   * @param number tells the timers of one moment apart, in the order of their calls
   */
  private record Moment(long nanos, long number) implements Comparable<Moment> {
    private static final Comparator<Moment> ORDER =
        Comparator.comparingLong(Moment::nanos).thenComparingLong(Moment::number);

    @Override
    public int compareTo(Moment other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * Starts the loop.
   *
   * @param name the name of its thread
   */
  public ThreadEventLoop(String name) {
    thread = new Thread(this::run, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void execute(Runnable task) {
    if (closed) {
      return;
    }
    tasks.add(task);
    wake();
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    if (closed) {
      return () -> {};
    }
    long nanos = Math.max(0, delay.toNanos());
    long now = sinceBegin();
    long at = nanos > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + nanos;
    var due = new Moment(at, timersSet.getAndIncrement());
    timers.put(due, task);
    wake();
    return () -> timers.remove(due);
  }

  private long sinceBegin() {
    return System.nanoTime() - beginNanos;
  }

  /** The loop looks for work once more between saying that it sleeps and sleeping. */
  private void wake() {
    if (sleeps) {
      LockSupport.unpark(thread);
    }
  }

  private void run() {
    while (!closed) {
      Runnable due = takeDue();
      Runnable task = tasks.poll();
      if (due != null) {
        guarded(due);
      }
      if (task != null) {
        guarded(task);
      }
      if (due == null && task == null) {
        sleep();
      }
    }
    tasks.clear();
    timers.clear();
  }

  private @Nullable Runnable takeDue() {
    Map.Entry<Moment, Runnable> first = timers.firstEntry();
    // One that was cancelled at this moment is not there any more.
    return first == null || first.getKey().nanos > sinceBegin()
        ? null
        : timers.remove(first.getKey());
  }

  private void sleep() {
    sleeps = true;
    // Whoever adds something sees that the loop sleeps, or the loop sees what was added. The map's
    // own fields are plain ones, which a processor may read before the line above is done.
    VarHandle.fullFence();
    Map.Entry<Moment, Runnable> first = timers.firstEntry();
    if (tasks.isEmpty() && !closed) {
      if (first == null) {
        LockSupport.park(this);
      } else {
        LockSupport.parkNanos(this, first.getKey().nanos - sinceBegin());
      }
    }
    sleeps = false;
    // A task that left its thread interrupted would keep the loop awake for ever.
    Thread.interrupted();
  }

  @Override
  public boolean inLoop() {
    return Thread.currentThread() == thread;
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public StepTimes stepTimes() {
    return steps.read(tasks.size());
  }

  /** Stops the loop: the running task ends, all others are dropped. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  /** A task that fails must not end the node's loop, whatever it throws. */
  private void guarded(Runnable task) {
    long beginNs = System.nanoTime();
    try {
      task.run();
    } catch (Throwable e) {
      report(e);
    }
    steps.note(beginNs, System.nanoTime());
  }

  private static void report(Throwable failure) {
    try {
      log.error("A task of the event loop failed", failure);
    } catch (Throwable second) {
      // Without memory there is no log either; the loop goes on.
    }
  }
}
