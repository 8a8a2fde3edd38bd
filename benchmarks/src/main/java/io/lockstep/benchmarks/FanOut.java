package io.lockstep.benchmarks;

import java.util.List;

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
      String uri = broker.readiness();
      for (int nodes : NODES) {
        if (transports.contains("memory")) {
          open(contest, NetworkKind.direct("memory", Transports::memory), what, start, nodes);
        }
        if (transports.contains("amqp")) {
          open(
              contest,
              NetworkKind.through(broker, "AMQP", () -> Transports.amqp(uri)),
              what,
              start,
              nodes);
        }
      }
      contest.measure();
      contest.report();
    }
  }

  private static void open(Contest contest, NetworkKind kind, String what, Start start, int nodes)
      throws Exception {
    String where = "%s, %d nodes: ".formatted(kind.name(), nodes);
    var shape = FrameShape.toAll(nodes, Payload.BYTES);
    var frames = contest.opened(BareFrames.start(where + "bare frame", kind, shape));
    var measured = contest.opened(start.start(where + what, kind.networks().make(), nodes));
    contest.compare(measured, frames);
  }
}
