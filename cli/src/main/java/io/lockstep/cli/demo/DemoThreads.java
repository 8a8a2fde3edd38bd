package io.lockstep.cli.demo;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

/** The launcher's own threads, which don't keep it alive. */
final class DemoThreads {
  private static final int COUNT = 4;

  private DemoThreads() {}

  static ScheduledExecutorService scheduler() {
    var number = new AtomicInteger();
    return Executors.newScheduledThreadPool(
        COUNT,
        task -> {
          var thread = new Thread(task, "demo-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }
}
