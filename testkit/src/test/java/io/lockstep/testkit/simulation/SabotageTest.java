package io.lockstep.testkit.simulation;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulator sees what is wrong: each mutation of the protocol breaks a promise. */
class SabotageTest {
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
    Seeds.assertFound(name, sabotage, Simulation::run);
  }
}
