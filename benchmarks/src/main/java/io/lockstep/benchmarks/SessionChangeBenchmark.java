package io.lockstep.benchmarks;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Acknowledged changes of 1 KB in sessions of 10 KB on each transport, beside its bare round trip,
 * and both beside the raw library's.
 *
 * <p>Settings: those of a {@link Contest}, and {@code benchmark.transports}.
 */
public final class SessionChangeBenchmark {
  private SessionChangeBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    System.out.println(MachineFacts.describe());
    System.out.println("- garbage collector: " + MachineFacts.collectors());
    try (var amqp = ChildProcess.broker(List.of("-Xmx256m"));
        var jms = ChildProcess.jmsBroker(List.of("-Xmx256m"));
        var contest = new Contest("1,8")) {
      for (MeasuredTransport transport : MeasuredTransport.chosen(amqp, jms)) {
        open(contest, transport);
      }
      contest.measure();
      contest.report();
    } catch (Exception | Error e) {
      e.printStackTrace();
      System.exit(1);
    }
    System.exit(0);
  }

  private static void open(Contest contest, MeasuredTransport transport) throws Exception {
    NetworkKind raw = transport.raw();
    Subject limit =
        raw == null
            ? null
            : contest.opened(
                TransportEcho.startRaw(raw.name() + ": round trip", raw.networks().make()));
    for (NetworkKind kind : transport.lockstep()) {
      open(contest, kind, limit);
    }
  }

  private static void open(Contest contest, NetworkKind kind, @Nullable Subject limit)
      throws Exception {
    Subject echo =
        contest.opened(
            TransportEcho.start(kind.name() + ": bare round trip", kind.networks().make()));
    Subject changes =
        contest.opened(
            SessionChanges.start(kind.name() + ": session change", kind.networks().make()));
    contest.compare(changes, echo);
    if (limit != null) {
      contest.compare(echo, limit);
      contest.compare(changes, limit);
    }
  }
}
