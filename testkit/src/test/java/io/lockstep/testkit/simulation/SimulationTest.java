package io.lockstep.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs {@code -Dsimulation.seeds} seeds, or {@code -Dsimulation.seed} alone, whose whole trace is
 * then written to {@code target/simulation-<seed>.txt}.
 */
class SimulationTest {
  private static final int MOST_EXPLAINED = 2;

  @Test
  void keepsEveryPromiseUnderEverySeed() throws InterruptedException, IOException {
    String seed = System.getProperty("simulation.seed", "");
    if (seed.isEmpty()) {
      runAll(Integer.getInteger("simulation.seeds", 200));
    } else {
      replay(Long.parseLong(seed));
    }
  }

  private static void runAll(int seeds) throws InterruptedException {
    List<SimulationResult> results =
        new SeedRun(Simulation::run).run(LongStream.rangeClosed(1, seeds));
    var totals = new Totals(results);
    System.out.println("Simulation: " + totals);
    assertThat(failures(results)).isEmpty();
    assertThat(results)
        .allSatisfy(
            result -> {
              assertThat(result.counts().get("writes")).isGreaterThanOrEqualTo(1000);
              assertThat(result.faults().values().stream().mapToInt(Integer::intValue).sum())
                  .isGreaterThanOrEqualTo(5);
            });
    assertThat(totals.shareLostRightly()).isLessThan(0.1);
    assertThat(totals.shareAcknowledged()).isGreaterThan(0.85);
    assertThat(totals.shareUnderstated()).isLessThan(0.02);
  }

  private static String failures(List<SimulationResult> results) {
    List<SimulationResult> failed = results.stream().filter(result -> !result.passed()).toList();
    String explained =
        failed.stream()
            .limit(MOST_EXPLAINED)
            .map(SimulationResult::explanation)
            .collect(Collectors.joining("\n"));
    String others =
        failed.stream()
            .skip(MOST_EXPLAINED)
            .map(result -> "seed %d: %s".formatted(result.seed(), result.violations()))
            .collect(Collectors.joining("\n"));
    return explained + others;
  }

  private static void replay(long seed) throws IOException {
    SimulationResult result = Simulation.replay(seed);
    Path file = Path.of("target", "simulation-%d.txt".formatted(seed));
    Files.createDirectories(file.getParent());
    Files.write(file, result.trace());
    System.out.println("Simulation: the whole trace is in " + file.toAbsolutePath());
    assertThat(result.passed()).as(result::explanation).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {3, 4, 5, 6})
  void replaysASeedIdentically(long seed) {
    SimulationResult first = Simulation.run(seed);
    SimulationResult second = Simulation.run(seed);

    assertThat(second.traceHash()).isEqualTo(first.traceHash());
    assertThat(second.counts()).isEqualTo(first.counts());
  }
}
