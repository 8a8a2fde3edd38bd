package io.lockstep.benchmarks;

import java.util.List;
import java.util.function.Supplier;

/**
 * Messages of 1 KB on a topic, from one node to one and to two others, on the memory transport and
 * over the embedded broker, beside bare frames on the same transport.
 *
 * <p>Settings: those of a {@link Contest}, {@code benchmark.transports}, and {@code
 * benchmark.window}: how many messages may be on their way.
 */
public final class TopicBenchmark {
  private static final List<Integer> NODES = List.of(2, 3);

  private TopicBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    System.out.println(MachineFacts.describe());
    System.out.println("- garbage collector: " + MachineFacts.collectors());
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
    } catch (Exception | Error e) {
      e.printStackTrace();
      System.exit(1);
    }
    System.exit(0);
  }

  private static void open(
      Contest contest, String transport, int nodes, Supplier<Transports> transports)
      throws Exception {
    String name = "%s, %d nodes: ".formatted(transport, nodes);
    var frames = contest.opened(BareFrames.start(name + "bare frame", transports.get(), nodes));
    var messages =
        contest.opened(TopicMessages.start(name + "topic message", transports.get(), nodes));
    contest.compare(messages, frames);
  }
}
