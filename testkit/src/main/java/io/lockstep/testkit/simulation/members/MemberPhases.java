package io.lockstep.testkit.simulation.members;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What a large cluster goes through: it forms, is left alone, loses many at once, and grows. */
public final class MemberPhases {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final MemberSwarm swarm;
  private final List<Phase> phases = new ArrayList<>();

  /**
   * One part of it.
   *
   * @param members how many lived during it
   * @param took in virtual time
   * @param agreed whether all views were the same, and true, at its end
   * @param usage of all members together
   */
  public record Phase(String name, int members, Duration took, boolean agreed, Usage usage) {}

  private MemberPhases(long seed) {
    swarm = new MemberSwarm(seed);
  }

  /**
   * Goes through all phases.
   *
   * @param members how many start at first
   * @param lost how many are killed at once, and how many join afterwards
   * @param quiet how long all are left alone in between
   * @throws IllegalStateException when the views do not become the same
   */
  public static List<Phase> run(long seed, int members, int lost, Duration quiet) {
    var run = new MemberPhases(seed);
    run.swarm.start(members);
    run.phase("form one view", () -> run.swarm.untilAgreed(PATIENCE));
    run.phase(
        "quiet",
        () -> {
          run.swarm.pass(quiet);
          return quiet;
        });
    run.swarm.kill(lost);
    run.phase(
        "lose %d at once, until the first is dead".formatted(lost),
        () -> run.swarm.untilSomebodyKnowsFewerThan(members - 1, PATIENCE));
    run.phase("agree again", () -> run.swarm.untilAgreed(PATIENCE));
    run.swarm.start(lost);
    run.phase("%d join".formatted(lost), () -> run.swarm.untilAgreed(PATIENCE));
    return List.copyOf(run.phases);
  }

  private void phase(String name, Supplier<Duration> work) {
    Usage before = swarm.usage();
    Duration took = work.get();
    Usage used = swarm.usage().minus(before);
    phases.add(new Phase(name, swarm.size(), took, swarm.isAgreed(), used));
  }
}
