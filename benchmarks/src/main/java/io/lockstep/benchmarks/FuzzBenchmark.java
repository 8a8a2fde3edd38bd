package io.lockstep.benchmarks;

import io.lockstep.testkit.fuzz.FrameFuzz;
import io.lockstep.testkit.fuzz.FuzzReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * Ten million hostile inputs for whole nodes. It fails when one of them makes anything throw, costs
 * more memory than is stated, or has no end.
 *
 * <p>Settings: {@code benchmark.inputs}, {@code benchmark.seed}, {@code benchmark.golden}, the
 * folder with the golden messages, and {@code benchmark.endless-seconds}, after which an input is
 * taken for endless.
 */
public final class FuzzBenchmark {
  private static final long LOOK_MILLIS = 1_000;

  private final FuzzReport report;
  private final Duration endless = Setting.seconds("endless-seconds", 30);

  private FuzzBenchmark(FuzzReport report) {
    this.report = report;
  }

  public static void main(String[] arguments) throws Exception {
    System.out.println(MachineFacts.describe());
    int seed = Setting.number("seed", 1);
    var fuzz = new FrameFuzz(seed, Path.of(Setting.text("golden", "golden")));
    var benchmark = new FuzzBenchmark(fuzz.report());
    var watch = new Thread(benchmark::watch, "watch");
    watch.setDaemon(true);
    watch.start();
    long begin = System.nanoTime();
    fuzz.run(Setting.number("inputs", 10_000_000));
    benchmark.report(seed, Duration.ofNanos(System.nanoTime() - begin));
    fuzz.report().violations().forEach(System.err::println);
    System.exit(fuzz.report().violations().isEmpty() ? 0 : 1);
  }

  /** Whoever is in an endless loop cannot be asked to stop. */
  private void watch() {
    while (true) {
      FuzzReport.Current current = report.current();
      if (current != null && System.nanoTime() - current.sinceNanos() > endless.toNanos()) {
        System.err.println("Still at work after " + endless + ": " + current.description());
        Runtime.getRuntime().halt(1);
      }
      try {
        Thread.sleep(LOOK_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void report(int seed, Duration took) throws Exception {
    System.out.println("- load average after (1 min): " + MachineFacts.load());
    System.out.println("- seed: " + seed + "\n");
    System.out.println("| | |");
    System.out.println("|---|---:|");
    row("inputs", report.inputs());
    row("inputs/s", Math.round(report.inputs() / (took.toNanos() / 1e9)));
    row("violations", report.violations().size());
    row("largest allocation of an input, bytes", report.largestAllocation());
    row("as a share of what it may, %", Math.round(100 * report.largestShare()));
    row("inputs that cost more than they may, once only", report.onceOnly());
    row("largest allocation of these, bytes", report.largestOnce());
    row("slowest input, µs", report.slowestNanos() / 1_000);
    report.kinds().forEach((name, count) -> row("of these: " + name, count));
    report.outcomes().forEach((name, count) -> row("counted: `" + name + "`", count));
    System.err.println("Slowest: " + report.slowest());
  }

  private static void row(String name, long value) {
    System.out.printf(Locale.ROOT, "| %s | %,d |%n", name, value);
  }
}
