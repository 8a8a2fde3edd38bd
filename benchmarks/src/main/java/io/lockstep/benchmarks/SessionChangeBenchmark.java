package io.lockstep.benchmarks;

import java.util.List;

/**
 * Acknowledged changes of 1 KB in sessions of 10 KB, on the memory transport and over the embedded
 * broker, beside the limits of both.
 *
 * <p>Settings: those of a {@link Contest}, and {@code benchmark.transports}.
 */
public final class SessionChangeBenchmark {
  private SessionChangeBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    System.out.println(MachineFacts.describe());
    System.out.println("- garbage collector: " + MachineFacts.collectors());
    try (var broker = ChildProcess.broker(List.of("-Xmx256m"));
        var contest = new Contest("1,8")) {
      var transports = Setting.text("transports", "memory,amqp");
      if (transports.contains("memory")) {
        openMemory(contest);
      }
      if (transports.contains("amqp")) {
        openAmqp(contest, broker.readiness());
      }
      contest.measure();
      contest.report();
    } catch (Exception | Error e) {
      e.printStackTrace();
      System.exit(1);
    }
    System.exit(0);
  }

  private static void openMemory(Contest contest) throws Exception {
    var echo = contest.opened(TransportEcho.start("memory: bare round trip", Transports.memory()));
    var changes =
        contest.opened(SessionChanges.start("memory: session change", Transports.memory()));
    contest.compare(changes, echo);
  }

  private static void openAmqp(Contest contest, String broker) throws Exception {
    var raw = contest.opened(BrokerEcho.start(broker));
    var echo =
        contest.opened(TransportEcho.start("AMQP: bare round trip", Transports.amqp(broker)));
    var changes =
        contest.opened(SessionChanges.start("AMQP: session change", Transports.amqp(broker)));
    contest.compare(changes, echo);
    contest.compare(changes, raw);
  }
}
