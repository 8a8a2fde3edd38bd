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

/** The simulator sees what is wrong: each mutation of the protocol breaks a promise. */
class SabotageTest {
  private static final int MOST_SEEDS = 200;
  private static final int AT_ONCE = 8;

  static Stream<Arguments> sabotages() {
    return Stream.of(
        sabotage("no fence", NoFence::new),
        sabotage("acknowledgement before apply", EarlyAcknowledgement::new),
        sabotage("sequence and outbox order swapped", SwappedOrder::new),
        sabotage("old incarnation trusted", OldIncarnation::new),
        sabotage("a batch applied in part", PartOfABatch::new),
        sabotage("take-over without death", TakeOverWithoutDeath::new),
        sabotage("stale read", StaleRead::new));
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
    System.out.println("Simulation: " + name + ": " + found.get().reason());
  }

  /** Only what the sabotage has caused counts: without it, the seed must pass. */
  private static Optional<SimulationResult> find(Supplier<Sabotage> sabotage, LongStream seeds)
      throws InterruptedException {
    List<SimulationResult> results =
        new SeedRun(seed -> Simulation.run(seed, sabotage.get())).run(seeds);
    return results.stream()
        .filter(result -> !result.passed())
        .filter(result -> Simulation.run(result.seed()).passed())
        .findFirst();
  }
}
