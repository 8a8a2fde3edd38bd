package io.lockstep.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Measures subjects that take turns within each round, and tells what came out.
 *
 * <p>Settings: {@code benchmark.threads}, {@code benchmark.rounds}, {@code benchmark.seconds} of a
 * turn, {@code benchmark.warm-up} turns without measuring.
 */
final class Contest implements AutoCloseable {
  /** What is set against what in the table of ratios. */
  private record Comparison(Subject measured, Subject limit) {}

  private final Deque<Subject> open = new ArrayDeque<>();
  private final List<Subject> subjects = new ArrayList<>();
  private final List<Comparison> comparisons = new ArrayList<>();
  private final List<Series> all = new ArrayList<>();
  private final List<Integer> threads;

  /** A contest of nobody yet, each of whom is called by so many threads, unless a setting says. */
  Contest(String threads) {
    this.threads = Setting.numbers("threads", threads);
  }

  /** Lets the subject take part, and closes it at the end. */
  <S extends Subject> S opened(S subject) {
    open.push(subject);
    subjects.add(subject);
    return subject;
  }

  /** Has the table of ratios set the one against the other. */
  void compare(Subject measured, Subject limit) {
    comparisons.add(new Comparison(measured, limit));
  }

  void measure() throws Exception {
    for (int clients : threads) {
      for (Subject subject : subjects) {
        all.add(new Series(subject, clients));
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

  void report() throws IOException {
    System.out.println("- load average after (1 min): " + MachineFacts.load() + "\n");
    System.out.println(CallReport.results(all));
    System.out.print(CallReport.ratioHead());
    for (int clients : threads) {
      for (Comparison each : comparisons) {
        System.out.print(
            CallReport.ratio(series(each.measured, clients), series(each.limit, clients)));
      }
    }
    System.err.println(CallReport.rounds(all));
  }

  /** Prints a further table, for calls that send one frame each. */
  void reportProcessorTime() {
    System.out.println();
    System.out.print(CallReport.processorTimes(all));
  }

  private Series series(Subject subject, int clients) {
    return all.stream()
        .filter(series -> series.subject == subject && series.threads == clients)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() throws IOException {
    for (Subject subject : open) {
      subject.close();
    }
  }
}
