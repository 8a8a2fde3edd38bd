package io.lockstep.transport.amqp;

import io.lockstep.time.Timer;
import io.lockstep.transport.connection.LifeThreads;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread on which a node's life at the broker does what may wait for the broker's answer.
 * Thread-safe. What is handed over after closing is dropped.
 */
final class Housekeeping {
  private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);

  private final ScheduledThreadPoolExecutor executor;

  Housekeeping(LifeThreads threads) {
    executor = new ScheduledThreadPoolExecutor(1, threads.named("lockstep-amqp-arbiter"));
    executor.setRemoveOnCancelPolicy(true);
  }

  Timer after(Duration delay, Runnable task) {
    try {
      return timer(executor.schedule(guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS));
    } catch (RejectedExecutionException closed) {
      log.trace("Dropped a task after closing", closed);
      return () -> {};
    }
  }

  Timer every(Duration period, Runnable task) {
    long ns = period.toNanos();
    try {
      return timer(executor.scheduleWithFixedDelay(guarded(task), ns, ns, TimeUnit.NANOSECONDS));
    } catch (RejectedExecutionException closed) {
      log.trace("Dropped a periodic task after closing", closed);
      return () -> {};
    }
  }

  void close() {
    executor.shutdownNow();
  }

  private static Timer timer(Future<?> scheduled) {
    return () -> scheduled.cancel(false);
  }

  private static Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        // A periodic task that throws would never run again.
        log.error("Housekeeping at the broker failed", e);
      }
    };
  }
}
