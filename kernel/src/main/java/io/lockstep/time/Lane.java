package io.lockstep.time;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks on the workers, one at a time and in their order. Bounded by the weight of what waits.
 * Thread-safe.
 */
public final class Lane {
  private static final Logger log = LoggerFactory.getLogger(Lane.class);
  private static final int AT_A_TIME = 100;

  private final Executor workers;
  private final long mostWeight;
  private final Queue<Task> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicLong weight = new AtomicLong();
  private final AtomicBoolean running = new AtomicBoolean();

  private record Task(Runnable work, long weight) {}

  /**
   * An empty lane.
   *
   * @param mostWeight when at least so much waits, tasks are refused
   */
  public Lane(Executor workers, long mostWeight) {
    this.workers = workers;
    this.mostWeight = mostWeight;
  }

  /** Hands a task over; returns false, and drops it, when too much waits. */
  public boolean offer(Runnable work, long taskWeight) {
    if (weight.get() >= mostWeight) {
      return false;
    }
    weight.addAndGet(taskWeight);
    waiting.add(new Task(work, taskWeight));
    start();
    return true;
  }

  private void start() {
    if (!waiting.isEmpty() && running.compareAndSet(false, true)) {
      try {
        workers.execute(this::run);
      } catch (RejectedExecutionException e) {
        log.debug("The node has ended", e);
      }
    }
  }

  private void run() {
    try {
      Task task = waiting.poll();
      for (int i = 1; task != null; i++) {
        weight.addAndGet(-task.weight);
        guarded(task.work);
        // Others want a worker too.
        task = i < AT_A_TIME ? waiting.poll() : null;
      }
    } finally {
      // An error ends the worker's turn, and must not end the lane.
      running.set(false);
      start();
    }
  }

  private static void guarded(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | LinkageError e) {
      log.error("A listener or another task of the workers failed", e);
    }
  }
}
