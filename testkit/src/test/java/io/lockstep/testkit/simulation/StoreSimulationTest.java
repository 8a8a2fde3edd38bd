package io.lockstep.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Run as {@link Seeds} says; the trace is {@code store-simulation-<seed>.txt}. */
class StoreSimulationTest {
  @Test
  void everyNodeHasTheNewestVersionsUnderEverySeed() throws InterruptedException, IOException {
    List<SimulationResult> results =
        Seeds.run("store-simulation", StoreSimulation::run, StoreSimulation::replay);
    Seeds.assertPassed(results);
    int writes = results.stream().mapToInt(result -> result.counts().get("writes")).sum();
    System.out.printf("Simulation of stores: %d seeds, %d writes%n", results.size(), writes);
    assertThat(results)
        .allSatisfy(
            result -> assertThat(result.counts().get("writes")).isGreaterThanOrEqualTo(500));
  }

  @Test
  void replaysASeedIdentically() {
    SimulationResult first = StoreSimulation.run(3);
    SimulationResult second = StoreSimulation.run(3);

    assertThat(second.traceHash()).isEqualTo(first.traceHash());
    assertThat(second.counts()).isEqualTo(first.counts());
  }
}
