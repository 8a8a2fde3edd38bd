package io.lockstep.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Run as {@link Seeds} says; the trace is {@code topic-simulation-<seed>.txt}. */
class TopicSimulationTest {
  @Test
  void everyListenerHearsOrIsToldUnderEverySeed() throws InterruptedException, IOException {
    List<SimulationResult> results =
        Seeds.run("topic-simulation", TopicSimulation::run, TopicSimulation::replay);
    Seeds.assertPassed(results);
    System.out.printf(
        "Simulation of topics: %d seeds, %d published, %d heard, %d lost%n",
        results.size(), sum(results, "published"), sum(results, "heard"), sum(results, "lost"));
    assertThat(results)
        .allSatisfy(
            result -> assertThat(result.counts().get("published")).isGreaterThanOrEqualTo(1000));
  }

  private static int sum(List<SimulationResult> results, String count) {
    return results.stream().mapToInt(result -> result.counts().get(count)).sum();
  }

  @Test
  void replaysASeedIdentically() {
    SimulationResult first = TopicSimulation.run(3);
    SimulationResult second = TopicSimulation.run(3);

    assertThat(second.traceHash()).isEqualTo(first.traceHash());
    assertThat(second.counts()).isEqualTo(first.counts());
  }
}
