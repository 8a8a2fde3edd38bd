package io.lockstep.transport;

import io.lockstep.time.EventLoop;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs tasks on the loop in their order, one each time the loop comes round, so that thousands that
 * wait here keep nobody else's waiting. Thread-safe.
 */
final class Turns implements Executor {
  private final EventLoop loop;
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();

  Turns(EventLoop loop) {
    this.loop = loop;
  }

  @Override
  public void execute(Runnable task) {
    waiting.add(task);
    if (count.getAndIncrement() == 0) {
      loop.execute(this::turn);
    }
  }

  private void turn() {
    Runnable task = waiting.poll();
    // The next one is handed over first: a task that fails must not end all that come after it.
    if (count.decrementAndGet() > 0) {
      loop.execute(this::turn);
    }
    if (task != null) {
      task.run();
    }
  }
}
