package io.lockstep.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Runs {@code -Dsimulation.seeds} seeds, or {@code -Dsimulation.seed} alone, whose whole trace is
 * then written to {@code target/store-simulation-<seed>.txt}.
 */
class StoreSimulationTest {
  private static final int MOST_EXPLAINED = 2;

  @Test
  void everyNodeHasTheNewestVersionsUnderEverySeed() throws InterruptedException, IOException {
    String seed = System.getProperty("simulation.seed", "");
    if (seed.isEmpty()) {
      runAll(Integer.getInteger("simulation.seeds", 200));
    } else {
      replay(Long.parseLong(seed));
    }
  }

  private static void runAll(int seeds) throws InterruptedException {
    List<SimulationResult> results =
        new SeedRun(StoreSimulation::run).run(LongStream.rangeClosed(1, seeds));
    int writes = results.stream().mapToInt(result -> result.counts().get("writes")).sum();
    System.out.printf("Simulation of stores: %d seeds, %d writes%n", seeds, writes);
    List<SimulationResult> failed = results.stream().filter(result -> !result.passed()).toList();
    assertThat(
            failed.stream()
                .map(
                    result ->
                        failed.indexOf(result) < MOST_EXPLAINED
                            ? result.explanation()
                            : result.reason())
                .collect(Collectors.joining("\n")))
        .isEmpty();
    assertThat(results)
        .allSatisfy(
            result -> assertThat(result.counts().get("writes")).isGreaterThanOrEqualTo(500));
  }

  private static void replay(long seed) throws IOException {
    SimulationResult result = StoreSimulation.replay(seed);
    Path file = Path.of("target", "store-simulation-%d.txt".formatted(seed));
    Files.createDirectories(file.getParent());
    Files.write(file, result.trace());
    System.out.println("Simulation: the whole trace is in " + file.toAbsolutePath());
    assertThat(result.passed()).as(result::explanation).isTrue();
  }

  @Test
  void replaysASeedIdentically() {
    SimulationResult first = StoreSimulation.run(3);
    SimulationResult second = StoreSimulation.run(3);

    assertThat(second.traceHash()).isEqualTo(first.traceHash());
    assertThat(second.counts()).isEqualTo(first.counts());
  }
}
