package io.lockstep.transport;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The messages of one instance that wait for the loop. Bounded, so that a flood over one instance
 * costs its own messages only. Thread-safe.
 */
final class Backlog {
  private static final int MOST = 100_000;
  private static final long MOST_BYTES = 256L * 1024 * 1024;

  private final Executor loop;
  private final int most;
  private final long mostBytes;
  private final AtomicInteger pending = new AtomicInteger();
  private final AtomicLong pendingBytes = new AtomicLong();

  /**
   * Empty.
   *
   * @param loop runs what waits, in order
   * @param instances how many share what the node may keep
   */
  Backlog(Executor loop, int instances) {
    this.loop = loop;
    this.most = MOST / instances;
    this.mostBytes = MOST_BYTES / instances;
  }

  /** Has the message handled; returns false when too many wait already. */
  boolean offer(int bytes, Runnable handling) {
    boolean many = pending.incrementAndGet() > most;
    if (pendingBytes.addAndGet(bytes) > mostBytes || many) {
      release(bytes);
      return false;
    }
    loop.execute(
        () -> {
          release(bytes);
          handling.run();
        });
    return true;
  }

  private void release(int bytes) {
    pending.decrementAndGet();
    pendingBytes.addAndGet(-bytes);
  }

  /** Runs what is no message, in its order among them. */
  void add(Runnable event) {
    loop.execute(event);
  }
}
