package io.lockstep.testkit.simulation;

import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulation of topics sees what is wrong: each mutation of the protocol breaks a promise. */
class TopicSabotageTest {
  static Stream<Arguments> sabotages() {
    return Stream.of(
        sabotage("a gap ignored", IgnoredTopicGap::new),
        sabotage("the beginning ignored", IgnoredBeginning::new),
        sabotage("no word of the last message", NoTail::new));
  }

  private static Arguments sabotage(String name, Supplier<Sabotage> sabotage) {
    return Arguments.arguments(name, sabotage);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sabotages")
  void sabotageIsFoundWithin200Seeds(String name, Supplier<Sabotage> sabotage)
      throws InterruptedException {
    Seeds.assertFound(name, sabotage, TopicSimulation::run);
  }
}
