package io.lockstep.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Runs {@code -Dsimulation.seeds} seeds of a simulation, or {@code -Dsimulation.seed} alone, whose
 * whole trace is then written to {@code target/<name>-<seed>.txt}.
 */
final class Seeds {
  private static final int MOST_EXPLAINED = 2;
  private static final int MOST_SABOTAGED = 200;
  private static final int AT_ONCE = 8;

  private Seeds() {}

  /** The results of all seeds, each of which must pass; none when a single one was replayed. */
  static List<SimulationResult> run(
      String name, LongFunction<SimulationResult> run, LongFunction<SimulationResult> replay)
      throws InterruptedException, IOException {
    return run(1, name, run, replay);
  }

  /** As {@link #run}, of an eighth of the seeds. */
  static List<SimulationResult> runEighth(
      String name, LongFunction<SimulationResult> run, LongFunction<SimulationResult> replay)
      throws InterruptedException, IOException {
    return run(8, name, run, replay);
  }

  private static List<SimulationResult> run(
      int part,
      String name,
      LongFunction<SimulationResult> run,
      LongFunction<SimulationResult> replay)
      throws InterruptedException, IOException {
    String seed = System.getProperty("simulation.seed", "");
    if (!seed.isEmpty()) {
      replay(name, replay, Long.parseLong(seed));
      return List.of();
    }
    int seeds = Integer.getInteger("simulation.seeds", 200);
    return new SeedRun(run).run(LongStream.rangeClosed(1, Math.max(1, seeds / part)));
  }

  private static void replay(String name, LongFunction<SimulationResult> replay, long seed)
      throws IOException {
    SimulationResult result = replay.apply(seed);
    Path file = Path.of("target", "%s-%d.txt".formatted(name, seed));
    Files.createDirectories(file.getParent());
    Files.write(file, result.trace());
    System.out.println("Simulation: the whole trace is in " + file.toAbsolutePath());
    assertThat(result.passed()).as(result::explanation).isTrue();
  }

  static void assertPassed(List<SimulationResult> results) {
    List<SimulationResult> failed = results.stream().filter(result -> !result.passed()).toList();
    Stream<String> explained =
        failed.stream().limit(MOST_EXPLAINED).map(SimulationResult::explanation);
    Stream<String> others = failed.stream().skip(MOST_EXPLAINED).map(SimulationResult::reason);
    assertThat(Stream.concat(explained, others).collect(Collectors.joining("\n"))).isEmpty();
  }

  /**
   * The first seed that the sabotage breaks. Only what the sabotage has caused counts: without it,
   * the seed must pass.
   */
  static void assertFound(String name, Supplier<Sabotage> sabotage, Sabotaged simulation)
      throws InterruptedException {
    for (int first = 1; first <= MOST_SABOTAGED; first += AT_ONCE) {
      List<SimulationResult> results =
          new SeedRun(seed -> simulation.run(seed, sabotage.get()))
              .run(LongStream.range(first, first + AT_ONCE));
      for (SimulationResult result : results) {
        if (!result.passed() && simulation.run(result.seed(), Sabotage.NONE).passed()) {
          System.out.println("Simulation: " + name + ": " + result.reason());
          return;
        }
      }
    }
    throw new AssertionError("Not found within %d seeds: %s".formatted(MOST_SABOTAGED, name));
  }

  /** A simulation of one seed with a sabotage. */
  @FunctionalInterface
  interface Sabotaged {
    SimulationResult run(long seed, Sabotage sabotage);
  }
}
