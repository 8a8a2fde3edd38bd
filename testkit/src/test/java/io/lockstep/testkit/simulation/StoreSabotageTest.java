package io.lockstep.testkit.simulation;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulation of stores sees what is wrong: each mutation of the protocol breaks a promise. */
class StoreSabotageTest {
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
    Seeds.assertFound(name, sabotage, StoreSimulation::run);
  }
}
