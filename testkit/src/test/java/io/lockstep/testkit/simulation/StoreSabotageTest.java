package io.lockstep.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulation of stores sees what is wrong: each mutation of the protocol breaks a promise. */
class StoreSabotageTest {
  private static final int MOST_SEEDS = 200;
  private static final int AT_ONCE = 8;

  static Stream<Arguments> sabotages() {
    return Stream.of(
        sabotage("no tombstone", NoTombstone::new),
        sabotage("tombstone dropped by age", TombstoneByAge::new),
        sabotage("put not stamped above what it replaces", PutBelowReplaced::new),
        sabotage("a gap ignored", IgnoredGap::new));
  }

  private static Arguments sabotage(String name, Supplier<Sabotage> sabotage) {
    return arguments(name, sabotage);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sabotages")
  void sabotageIsFoundWithin200Seeds(String name, Supplier<Sabotage> sabotage)
      throws InterruptedException {
    Optional<SimulationResult> found = Optional.empty();
    for (int first = 1; found.isEmpty() && first <= MOST_SEEDS; first += AT_ONCE) {
      found = find(sabotage, LongStream.range(first, first + AT_ONCE));
    }
    assertThat(found).as(name).isPresent();
    System.out.println("Simulation of stores: " + name + ": " + found.get().reason());
  }

  /** Only what the sabotage has caused counts: without it, the seed must pass. */
  private static Optional<SimulationResult> find(Supplier<Sabotage> sabotage, LongStream seeds)
      throws InterruptedException {
    List<SimulationResult> results =
        new SeedRun(seed -> StoreSimulation.run(seed, sabotage.get())).run(seeds);
    return results.stream()
        .filter(result -> !result.passed())
        .filter(result -> StoreSimulation.run(result.seed()).passed())
        .findFirst();
  }
}
