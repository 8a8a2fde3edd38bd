package io.lockstep.benchmarks;

import io.lockstep.node.LockstepNode;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Shared stores: reads beside those of a {@link ConcurrentHashMap}; and puts of 1 KB on one node
 * that are heard on one and on two others, on the memory transport and over the embedded broker,
 * beside bare frames on the same transport.
 *
 * <p>Settings: those of a {@link Contest}, {@code benchmark.transports}, {@code benchmark.entries},
 * how many there are to read, and {@code benchmark.window}: how many puts may be on their way.
 */
public final class StoreBenchmark {
  private static final List<Integer> NODES = List.of(2, 3);

  private StoreBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    System.out.println(MachineFacts.describe());
    System.out.println("- garbage collector: " + MachineFacts.collectors());
    try {
      gets();
      puts();
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

  private static void puts() throws Exception {
    try (var broker = ChildProcess.broker(List.of("-Xmx256m"));
        var contest = new Contest("1")) {
      var transports = Setting.text("transports", "memory,amqp");
      for (int nodes : NODES) {
        if (transports.contains("memory")) {
          open(contest, "memory", nodes, Transports::memory);
        }
        if (transports.contains("amqp")) {
          String uri = broker.readiness();
          open(contest, "AMQP", nodes, () -> Transports.amqp(uri));
        }
      }
      contest.measure();
      contest.report();
    }
  }

  private static void open(
      Contest contest, String transport, int nodes, Supplier<Transports> transports)
      throws Exception {
    String name = "%s, %d nodes: ".formatted(transport, nodes);
    var frames = contest.opened(BareFrames.start(name + "bare frame", transports.get(), nodes));
    var puts = contest.opened(StorePuts.start(name + "put", transports.get(), nodes));
    contest.compare(puts, frames);
  }
}
