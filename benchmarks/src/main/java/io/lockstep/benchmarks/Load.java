package io.lockstep.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/** A number of clients of one subject that call it for a while, each as fast as it is answered. */
final class Load {
  /** What one client did, and for how long until all of it had arrived. */
  private record Turn(Histogram latencies, long nanos) {}

  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final Subject subject;
  private final List<Subject.Client> clients = new ArrayList<>();

  Load(Subject subject, int threads) throws Exception {
    this.subject = subject;
    for (int index = 0; index < threads; index++) {
      clients.add(subject.client());
    }
  }

  /** Runs for at least the given time; fails with the first client that fails. */
  Sample run(Duration length) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(clients.size());
    try {
      Duration before = processorTime();
      var start = new CyclicBarrier(clients.size());
      var running = new ArrayList<Future<Turn>>();
      for (Subject.Client client : clients) {
        running.add(pool.submit(() -> callAll(client, start, length)));
      }
      var latencies = Sample.emptyHistogram();
      long nanos = length.toNanos();
      for (Future<Turn> each : running) {
        latencies.add(each.get().latencies());
        nanos = Math.max(nanos, each.get().nanos());
      }
      return new Sample(
          latencies, latencies.getTotalCount() * 1e9 / nanos, processorTime().minus(before));
    } finally {
      pool.shutdownNow();
    }
  }

  private Duration processorTime() {
    return Duration.ofNanos(SYSTEM.getProcessCpuTime()).plus(subject.processorTimeElsewhere());
  }

  private static Turn callAll(Subject.Client client, CyclicBarrier start, Duration length)
      throws Exception {
    var latencies = Sample.emptyHistogram();
    start.await();
    long begin = System.nanoTime();
    long before = begin;
    while (before - begin < length.toNanos()) {
      client.call();
      long after = System.nanoTime();
      latencies.recordValue(after - before);
      before = after;
    }
    client.settle();
    return new Turn(latencies, System.nanoTime() - begin);
  }
}
