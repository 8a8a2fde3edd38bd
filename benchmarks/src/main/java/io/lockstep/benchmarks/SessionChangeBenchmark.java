package io.lockstep.benchmarks;

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
 * turn, {@code benchmark.warm-up} turns without measuring.
 */
public final class SessionChangeBenchmark {
  private final Deque<Subject> open = new ArrayDeque<>();
  private final List<Series> all = new ArrayList<>();

  private SessionChangeBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    System.out.println(MachineFacts.describe());
    var benchmark = new SessionChangeBenchmark();
    try (var broker = ChildProcess.broker(List.of("-Xmx256m"))) {
      benchmark.run(broker.readiness());
    } finally {
      for (Subject subject : benchmark.open) {
        subject.close();
      }
    }
    System.exit(0);
  }

  private <S extends Subject> S opened(S subject) {
    open.push(subject);
    return subject;
  }

  private void run(String broker) throws Exception {
    var memoryEcho = opened(TransportEcho.start("memory: bare round trip", Transports.memory()));
    var memory = opened(SessionChanges.start("memory: session change", Transports.memory()));
    var brokerEcho = opened(BrokerEcho.start(broker));
    var amqpEcho = opened(TransportEcho.start("AMQP: bare round trip", Transports.amqp(broker)));
    var amqp = opened(SessionChanges.start("AMQP: session change", Transports.amqp(broker)));
    var ratios = new StringBuilder(ChangeReport.ratioHead());
    measure(List.of(memoryEcho, memory, brokerEcho, amqpEcho, amqp));
    for (int threads : threads()) {
      ratios.append(ChangeReport.ratio(series(memory, threads), series(memoryEcho, threads)));
      ratios.append(ChangeReport.ratio(series(amqp, threads), series(amqpEcho, threads)));
      ratios.append(ChangeReport.ratio(series(amqp, threads), series(brokerEcho, threads)));
    }
    System.out.println("- load average after (1 min): " + MachineFacts.load() + "\n");
    System.out.println(ChangeReport.results(all));
    System.out.println(ratios);
    System.err.println(ChangeReport.rounds(all));
  }

  private static List<Integer> threads() {
    return Setting.numbers("threads", "1,8");
  }

  private void measure(List<Subject> subjects) throws Exception {
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
