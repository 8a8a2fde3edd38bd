package io.lockstep.benchmarks;

import io.lockstep.node.LockstepNode;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Shared stores: reads beside those of a {@link ConcurrentHashMap}; and puts of 1 KB on one node
 * that are heard on others, as {@link FanOut} does it.
 *
 * <p>Settings: those of {@code FanOut}, and {@code benchmark.entries}: how many there are to read.
 */
public final class StoreBenchmark {
  private StoreBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    System.out.println(MachineFacts.describe());
    System.out.println("- garbage collector: " + MachineFacts.collectors());
    try {
      gets();
      FanOut.measure("put", StorePuts::start);
    } catch (Exception | Error e) {
      e.printStackTrace();
      System.exit(1);
    }
    System.exit(0);
  }

  private static void gets() throws Exception {
    int entries = Setting.number("entries", 100_000);
    try (LockstepNode node = BenchmarkNodes.start("gets", "n0", Transports.memory());
        var contest = new Contest("1,2")) {
      var store = node.stores().getSharedStore("reads", String.class, byte[].class);
      String reads = "%,d gets, ".formatted(MapGets.READS);
      var shared = contest.opened(MapGets.of(reads + "shared store", store, entries));
      var plain =
          contest.opened(
              MapGets.of(reads + "ConcurrentHashMap", new ConcurrentHashMap<>(), entries));
      contest.compare(shared, plain);
      contest.measure();
      contest.report();
      System.out.println();
    }
  }
}
