package io.lockstep.benchmarks;

import io.lockstep.testkit.simulation.members.MemberPhases;
import io.lockstep.testkit.simulation.members.MemberPhases.Phase;
import io.lockstep.testkit.simulation.members.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * A thousand members in virtual time: they form one view, are left alone for a minute, lose a
 * hundred at once, agree again, and take in a hundred new ones.
 *
 * <p>Settings: {@code benchmark.members}, {@code benchmark.lost}, {@code benchmark.quiet-seconds}
 * and {@code benchmark.seed}.
 */
public final class MembersBenchmark {
  private MembersBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    System.out.println(MachineFacts.describe());
    System.out.println("- garbage collector: " + MachineFacts.collectors());
    long begin = System.nanoTime();
    List<Phase> phases =
        MemberPhases.run(
            Setting.number("seed", 1),
            Setting.number("members", 1_000),
            Setting.number("lost", 100),
            Setting.seconds("quiet-seconds", 60));
    Duration whole = Duration.ofNanos(System.nanoTime() - begin);
    System.out.println("- load average after (1 min): " + MachineFacts.load());
    System.out.println("- the whole run took: " + whole.toSeconds() + " s\n");
    System.out.println(
        "| phase | members | simulated, s | frames sent | KB sent | frames received | KB received |"
            + " processor, ms | per received frame: processor, µs | memory, bytes | looks at the"
            + " clock |");
    System.out.println("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
    phases.forEach(MembersBenchmark::row);
  }

  /** Per member, but for the last three columns. */
  private static void row(Phase phase) {
    Usage usage = phase.usage();
    double members = phase.members();
    double frames = usage.receivedFrames();
    System.out.printf(
        Locale.ROOT,
        "| %s | %d | %.1f | %,.0f | %,.1f | %,.0f | %,.1f | %,.1f | %.2f | %,.0f | %.1f |%n",
        phase.name(),
        phase.members(),
        phase.took().toMillis() / 1e3,
        usage.sentFrames() / members,
        usage.sentBytes() / members / 1e3,
        usage.receivedFrames() / members,
        usage.receivedBytes() / members / 1e3,
        usage.processorNanos() / members / 1e6,
        usage.processorNanos() / frames / 1e3,
        usage.allocatedBytes() / frames,
        usage.clockReads() / frames);
  }
}
