package io.lockstep.transport.amqp;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;

/** Makes all threads of one life of a node, and waits for their end. Thread-safe. */
final class LifeThreads {
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  /** A factory of daemon threads with the name. */
  ThreadFactory named(String name) {
    var factory = new DaemonThreads(name);
    return task -> {
      threads.removeIf(thread -> thread.getState() == Thread.State.TERMINATED);
      Thread thread = factory.newThread(task);
      threads.add(thread);
      return thread;
    };
  }

  /** Waits for all but the calling one; returns whether they have ended. */
  boolean join(Duration longest) throws InterruptedException {
    long deadline = System.nanoTime() + longest.toNanos();
    boolean ended = true;
    for (Thread thread : threads) {
      if (thread != Thread.currentThread()) {
        long leftMs = (deadline - System.nanoTime()) / 1_000_000;
        thread.join(Math.max(1, leftMs));
        ended &= !thread.isAlive();
      }
    }
    return ended;
  }
}
