package io.lockstep.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Run as {@link Seeds} says; the trace is {@code simulation-<seed>.txt}. */
class SimulationTest {
  @Test
  void keepsEveryPromiseUnderEverySeed() throws InterruptedException, IOException {
    List<SimulationResult> results = Seeds.run("simulation", Simulation::run, Simulation::replay);
    if (results.isEmpty()) {
      return;
    }
    var totals = new Totals(results);
    System.out.println("Simulation: " + totals);
    Seeds.assertPassed(results);
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

  /** An eighth of the seeds; the trace is {@code passivating-simulation-<seed>.txt}. */
  @Test
  void keepsEveryPromiseWithSessionsThatArePassivated() throws InterruptedException, IOException {
    List<SimulationResult> results =
        Seeds.runEighth(
            "passivating-simulation", Simulation::runPassivating, Simulation::replayPassivating);
    Seeds.assertPassed(results);
    assertThat(results.stream().mapToInt(result -> result.counts().get("passivated")).sum())
        .isGreaterThanOrEqualTo(results.size());
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
