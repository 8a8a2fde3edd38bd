package io.lockstep.benchmarks;

import java.util.List;
import java.util.function.Supplier;

/**
 * What one node sends to one and to two others, on the memory transport and over the embedded
 * broker, beside bare frames on the same transport. Settings: those of a {@link Contest}, {@code
 * benchmark.transports}, and {@code benchmark.window}: how much may be on its way.
 */
final class FanOut {
  private static final List<Integer> NODES = List.of(2, 3);

  private FanOut() {}

  /** Starts what is measured. */
  @FunctionalInterface
  interface Start {
    Subject start(String name, Transports transports, int nodes) throws Exception;
  }

  /** Measures, and prints the tables. */
  static void measure(String what, Start start) throws Exception {
    try (var broker = ChildProcess.broker(List.of("-Xmx256m"));
        var contest = new Contest("1")) {
      var transports = Setting.text("transports", "memory,amqp");
      for (int nodes : NODES) {
        if (transports.contains("memory")) {
          open(
              contest,
              "memory, %d nodes: ".formatted(nodes),
              what,
              start,
              Transports::memory,
              nodes);
        }
        if (transports.contains("amqp")) {
          String uri = broker.readiness();
          open(
              contest,
              "AMQP, %d nodes: ".formatted(nodes),
              what,
              start,
              () -> Transports.amqp(uri),
              nodes);
        }
      }
      contest.measure();
      contest.report();
    }
  }

  private static void open(
      Contest contest,
      String where,
      String what,
      Start start,
      Supplier<Transports> transports,
      int nodes)
      throws Exception {
    var frames = contest.opened(BareFrames.start(where + "bare frame", transports.get(), nodes));
    var measured = contest.opened(start.start(where + what, transports.get(), nodes));
    contest.compare(measured, frames);
  }
}
