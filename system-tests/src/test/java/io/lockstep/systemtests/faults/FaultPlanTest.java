package io.lockstep.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
  private static final List<String> SERVERS = List.of("one", "two", "three");

  @Test
  void isTheSameForTheSameSeedAndAnotherForAnother() {
    assertThat(plan(7)).isEqualTo(plan(7)).isNotEqualTo(plan(8));
  }

  @Test
  void hasEachKindInEachRoundAndComesToAllServers() {
    List<Fault> plan = plan(7);

    assertThat(plan.subList(0, FaultKind.values().length))
        .extracting(Fault::kind)
        .containsExactlyInAnyOrder(FaultKind.values());
    assertThat(plan).extracting(Fault::server).containsAll(SERVERS);
  }

  private static List<Fault> plan(long seed) {
    var plan = new FaultPlan(seed, SERVERS);
    return Stream.generate(plan::next).limit(50).toList();
  }
}
