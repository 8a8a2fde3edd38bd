package io.lockstep.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Acknowledged changes of 1 KB in sessions of 10 KB, on the memory transport and over the embedded
 * broker, beside the limits of both. All subjects take turns within each round.
 *
 * <p>Settings: {@code benchmark.threads}, {@code benchmark.rounds}, {@code benchmark.seconds} of a
 * turn, {@code benchmark.warm-up} turns without measuring, {@code benchmark.transports}.
 */
public final class SessionChangeBenchmark {
  /** What is set against what in the table of ratios. */
  private record Comparison(Subject measured, Subject limit) {}

  private final Deque<Subject> open = new ArrayDeque<>();
  private final List<Subject> subjects = new ArrayList<>();
  private final List<Comparison> comparisons = new ArrayList<>();
  private final List<Series> all = new ArrayList<>();

  private SessionChangeBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    System.out.println(MachineFacts.describe());
    System.out.println("- garbage collector: " + MachineFacts.collectors());
    try (var broker = ChildProcess.broker(List.of("-Xmx256m"))) {
      new SessionChangeBenchmark().run(broker.readiness());
    } catch (Exception | Error e) {
      e.printStackTrace();
      System.exit(1);
    }
    System.exit(0);
  }

  private void run(String broker) throws Exception {
    try {
      var transports = Setting.text("transports", "memory,amqp");
      if (transports.contains("memory")) {
        openMemory();
      }
      if (transports.contains("amqp")) {
        openAmqp(broker);
      }
      measure();
      report();
    } finally {
      for (Subject subject : open) {
        subject.close();
      }
    }
  }

  private void openMemory() throws Exception {
    var echo = opened(TransportEcho.start("memory: bare round trip", Transports.memory()));
    var changes = opened(SessionChanges.start("memory: session change", Transports.memory()));
    comparisons.add(new Comparison(changes, echo));
  }

  private void openAmqp(String broker) throws Exception {
    var raw = opened(BrokerEcho.start(broker));
    var echo = opened(TransportEcho.start("AMQP: bare round trip", Transports.amqp(broker)));
    var changes = opened(SessionChanges.start("AMQP: session change", Transports.amqp(broker)));
    comparisons.add(new Comparison(changes, echo));
    comparisons.add(new Comparison(changes, raw));
  }

  private <S extends Subject> S opened(S subject) {
    open.push(subject);
    subjects.add(subject);
    return subject;
  }

  private void report() throws IOException {
    System.out.println("- load average after (1 min): " + MachineFacts.load() + "\n");
    System.out.println(ChangeReport.results(all));
    System.out.print(ChangeReport.ratioHead());
    for (int threads : threads()) {
      for (Comparison each : comparisons) {
        System.out.print(
            ChangeReport.ratio(series(each.measured, threads), series(each.limit, threads)));
      }
    }
    System.err.println(ChangeReport.rounds(all));
  }

  private static List<Integer> threads() {
    return Setting.numbers("threads", "1,8");
  }

  private void measure() throws Exception {
    for (int threads : threads()) {
      for (Subject subject : subjects) {
        all.add(new Series(subject, threads));
      }
    }
    Duration length = Setting.seconds("seconds", 2);
    for (int turn = Setting.number("warm-up", 2); turn > 0; turn--) {
      for (Series series : all) {
        series.load.run(length);
      }
    }
    for (int round = Setting.number("rounds", 7); round > 0; round--) {
      for (Series series : all) {
        series.samples.add(series.load.run(length));
      }
    }
  }

  private Series series(Subject subject, int threads) {
    return all.stream()
        .filter(series -> series.subject == subject && series.threads == threads)
        .findFirst()
        .orElseThrow();
  }
}
