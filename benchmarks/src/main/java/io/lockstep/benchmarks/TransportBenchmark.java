package io.lockstep.benchmarks;

import java.util.List;
import java.util.Locale;

/**
 * Frames of several sizes one way on each transport, to one node and to all of three, beside the
 * raw library's, and how much processor time they take.
 *
 * <p>Settings: those of a {@link Contest}; {@code benchmark.transports}; {@code benchmark.sizes} in
 * bytes; {@code benchmark.window}: how many may be on their way.
 */
public final class TransportBenchmark {
  private static final int ALL = 3;

  private final Contest contest;
  private final int bytes;

  private TransportBenchmark(Contest contest, int bytes) {
    this.contest = contest;
    this.bytes = bytes;
  }

  public static void main(String[] arguments) throws Exception {
    System.out.println(MachineFacts.describe());
    System.out.println("- garbage collector: " + MachineFacts.collectors());
    try (var amqp = ChildProcess.broker(List.of("-Xmx256m"));
        var jms = ChildProcess.jmsBroker(List.of("-Xmx256m"))) {
      for (int bytes : Setting.numbers("sizes", "100,1024,16384")) {
        System.out.printf(Locale.ROOT, "%n**frames of %,d bytes**%n%n", bytes);
        try (var contest = new Contest("1")) {
          new TransportBenchmark(contest, bytes).run(MeasuredTransport.chosen(amqp, jms));
        }
      }
    } catch (Exception | Error e) {
      e.printStackTrace();
      System.exit(1);
    }
    System.exit(0);
  }

  private void run(List<MeasuredTransport> transports) throws Exception {
    for (MeasuredTransport transport : transports) {
      open(transport, ": to one", FrameShape.toOne(bytes));
      open(transport, ": to all of three", FrameShape.toAll(ALL, bytes));
    }
    contest.measure();
    contest.report();
    contest.reportProcessorTime();
  }

  private void open(MeasuredTransport transport, String what, FrameShape shape) throws Exception {
    NetworkKind raw = transport.raw();
    Subject limit = raw == null ? null : open(raw, what, shape);
    for (NetworkKind kind : transport.lockstep()) {
      Subject measured = open(kind, what, shape);
      if (limit != null) {
        contest.compare(measured, limit);
      }
    }
  }

  private Subject open(NetworkKind kind, String what, FrameShape shape) throws Exception {
    return contest.opened(BareFrames.start(kind.name() + what, kind, shape));
  }
}
