package io.lockstep.benchmarks;

import java.util.List;

/**
 * Acknowledged changes of 1 KB in sessions of 10 KB on each transport, beside its bare round trip,
 * and that beside the raw library's.
 *
 * <p>Settings: those of a {@link Contest}, and {@code benchmark.transports}.
 */
public final class SessionChangeBenchmark {
  private SessionChangeBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    System.out.println(MachineFacts.describe());
    System.out.println("- garbage collector: " + MachineFacts.collectors());
    try (var broker = ChildProcess.broker(List.of("-Xmx256m"));
        var provider = ChildProcess.jmsBroker(List.of("-Xmx256m"));
        var contest = new Contest("1,8")) {
      var transports = Setting.text("transports", "memory,amqp,jms,udp,tcp");
      if (transports.contains("memory")) {
        openMemory(contest);
      }
      if (transports.contains("amqp")) {
        openAmqp(contest, broker.readiness());
      }
      if (transports.contains("jms")) {
        open(contest, "JMS", () -> Transports.jms(provider.readiness()));
      }
      if (transports.contains("udp")) {
        var raw = contest.opened(GroupEcho.start("raw JGroups over UDP", "udp.xml"));
        contest.compare(open(contest, "UDP", Transports::udp), raw);
      }
      if (transports.contains("tcp")) {
        var raw = contest.opened(GroupEcho.start("raw JGroups over TCP", "tcp.xml"));
        contest.compare(open(contest, "TCP", Transports::tcp), raw);
      }
      contest.measure();
      contest.report();
    } catch (Exception | Error e) {
      e.printStackTrace();
      System.exit(1);
    }
    System.exit(0);
  }

  /** Makes a network each time: of the nodes on one, each hears what is for all. */
  @FunctionalInterface
  private interface NewNetwork {
    Transports make() throws Exception;
  }

  /** Returns the transport's bare round trip. */
  private static Subject open(Contest contest, String name, NewNetwork networks) throws Exception {
    var echo = contest.opened(TransportEcho.start(name + ": bare round trip", networks.make()));
    var changes = contest.opened(SessionChanges.start(name + ": session change", networks.make()));
    contest.compare(changes, echo);
    return echo;
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
