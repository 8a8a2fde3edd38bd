package io.lockstep.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * The simulations of sessions, of stores and of topics with several transport instances in each
 * node, of which most faults hit one alone. Runs an eighth of {@code -Dsimulation.seeds} seeds
 * each, or {@code -Dsimulation.seed} alone, whose whole traces are then written to {@code
 * target/instances-simulation-<seed>.txt}, {@code target/instances-store-simulation-<seed>.txt} and
 * {@code target/instances-topic-simulation-<seed>.txt}.
 */
class InstancesSimulationTest {
  private static final int MOST_EXPLAINED = 2;
  private static final String SEED = System.getProperty("simulation.seed", "");

  @Test
  void keepsEveryPromiseOfSessionsUnderEverySeed() throws InterruptedException, IOException {
    if (SEED.isEmpty()) {
      var totals = new Totals(runAll("sessions", Simulation::runInstances));
      assertThat(totals.shareLostRightly()).isLessThan(0.15);
      assertThat(totals.shareAcknowledged()).isGreaterThan(0.8);
    } else {
      replay("instances-simulation", Simulation.replayInstances(Long.parseLong(SEED)));
    }
  }

  @Test
  void everyNodeHasTheNewestVersionsUnderEverySeed() throws InterruptedException, IOException {
    if (SEED.isEmpty()) {
      runAll("stores", StoreSimulation::runInstances);
    } else {
      replay("instances-store-simulation", StoreSimulation.replayInstances(Long.parseLong(SEED)));
    }
  }

  @Test
  void everyListenerHearsEachMessageOnceOrIsToldUnderEverySeed()
      throws InterruptedException, IOException {
    if (SEED.isEmpty()) {
      runAll("topics", TopicSimulation::runInstances);
    } else {
      replay("instances-topic-simulation", TopicSimulation.replayInstances(Long.parseLong(SEED)));
    }
  }

  private static List<SimulationResult> runAll(
      String what, LongFunction<SimulationResult> simulation) throws InterruptedException {
    int seeds = Integer.getInteger("simulation.seeds", 200) / 8;
    List<SimulationResult> results = new SeedRun(simulation).run(LongStream.rangeClosed(1, seeds));
    System.out.println("Simulation of instances, " + what + ": " + new Totals(results));
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
    return results;
  }

  private static void replay(String name, SimulationResult result) throws IOException {
    Path file = Path.of("target", "%s-%d.txt".formatted(name, result.seed()));
    Files.createDirectories(file.getParent());
    Files.write(file, result.trace());
    System.out.println("Simulation: the whole trace is in " + file.toAbsolutePath());
    assertThat(result.passed()).as(result::explanation).isTrue();
  }

  @Test
  void replaysASeedIdentically() {
    SimulationResult first = Simulation.runInstances(3);
    SimulationResult second = Simulation.runInstances(3);

    assertThat(second.traceHash()).isEqualTo(first.traceHash());
    assertThat(second.counts()).isEqualTo(first.counts());
  }

  @Test
  void findsThatOneArbitersWordIsTakenForDeath() throws InterruptedException {
    List<SimulationResult> results =
        new SeedRun(seed -> Simulation.runInstances(seed, new OneArbiterDecides()))
            .run(LongStream.rangeClosed(1, 8));
    assertThat(results)
        .filteredOn(result -> !result.passed())
        .isNotEmpty()
        .allMatch(result -> result.reason().contains("nobody decided it"));
  }
}
