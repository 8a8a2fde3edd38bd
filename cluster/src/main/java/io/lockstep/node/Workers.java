package io.lockstep.node;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a node's tasks on the executor that the application gave, if any, and on threads of the
 * node's own what that one refuses: each of them ends something that others wait for.
 */
final class Workers implements Executor {
  private static final Logger log = LoggerFactory.getLogger(Workers.class);
  private static final int THREADS = 8;

  private final @Nullable Executor given;
  private final ThreadPoolExecutor own;
  private final AtomicBoolean warned = new AtomicBoolean();

  /**
   * Up to {@value #THREADS} daemon threads, which end when they have nothing to do.
   *
   * @param node its name, for the threads' names
   */
  Workers(@Nullable Executor given, String node) {
    this.given = given;
    own =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              var thread = new Thread(task, node + "-worker");
              thread.setDaemon(true);
              return thread;
            });
    own.allowCoreThreadTimeOut(true);
  }

  @Override
  public void execute(Runnable task) {
    if (given == null) {
      own.execute(task);
      return;
    }
    try {
      given.execute(task);
    } catch (RejectedExecutionException e) {
      warn(e);
      own.execute(task);
    }
  }

  private void warn(RejectedExecutionException refusal) {
    if (warned.compareAndSet(false, true)) {
      log.warn(
          "The executor that the node was given refuses tasks; they run on threads of its own. Give"
              + " it one with an unbounded queue, that lives as long as the node",
          refusal);
    }
  }

  /** Lets what was given to the own threads end, and takes no more. */
  void shutdown() {
    own.shutdown();
  }
}
