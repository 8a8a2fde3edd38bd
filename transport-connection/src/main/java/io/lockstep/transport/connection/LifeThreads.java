package io.lockstep.transport.connection;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Makes all threads of one life of a node, and waits for their end. Thread-safe. */
public final class LifeThreads {
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final AtomicLong made = new AtomicLong();

  /** A factory of daemon threads with the name. */
  public ThreadFactory named(String name) {
    var factory = new DaemonThreads(name);
    return task -> {
      threads.removeIf(thread -> thread.getState() == Thread.State.TERMINATED);
      Thread thread = factory.newThread(task);
      threads.add(thread);
      made.incrementAndGet();
      return thread;
    };
  }

  /** Waits for all but the calling one; returns whether they have ended. */
  boolean join(Duration longest) throws InterruptedException {
    long deadline = System.nanoTime() + longest.toNanos();
    // A thread may start another while it ends: look until nothing more is found.
    for (Thread next = anyAlive(); next != null; next = anyAlive()) {
      long leftMs = (deadline - System.nanoTime()) / 1_000_000;
      if (leftMs <= 0) {
        return false;
      }
      next.join(leftMs);
    }
    return true;
  }

  private @Nullable Thread anyAlive() {
    long before;
    Thread found;
    do {
      before = made.get();
      Thread first = firstAlive();
      // One seen before its start is seen again after the end of the thread that started it.
      found = first == null ? firstAlive() : first;
    } while (found == null && made.get() != before);
    return found;
  }

  private @Nullable Thread firstAlive() {
    return threads.stream()
        .filter(thread -> thread != Thread.currentThread() && thread.isAlive())
        .findFirst()
        .orElse(null);
  }
}
