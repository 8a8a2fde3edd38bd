package io.lockstep.testkit.simulation.members;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.membership.MembershipSettings;
import io.lockstep.testkit.simulation.members.MemberPhases.Phase;
import java.time.Duration;
import java.util.List;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/** As {@code benchmarks/run members} does with 1,000. */
class MemberPhasesTest {
  private static final int QUIET_PERIODS = 4;
  private static final Duration QUIET =
      MembershipSettings.defaults("machine").heartbeatPeriod().multipliedBy(QUIET_PERIODS);
  private static final int FEW = 50;
  private static final int MANY = 200;
  private static final double NOISE = 1.3;

  private static final List<Phase> AMONG_FEW = MemberPhases.run(1, FEW, FEW / 10, QUIET);
  private static final List<Phase> AMONG_MANY = MemberPhases.run(1, MANY, MANY / 10, QUIET);

  private static Phase quiet(List<Phase> phases) {
    return phases.get(1);
  }

  private static double perFrame(List<Phase> phases, ToLongFunction<Usage> what) {
    Usage usage = quiet(phases).usage();
    return (double) what.applyAsLong(usage) / usage.receivedFrames();
  }

  @Test
  void allViewsAreTheSameAfterFormingAfterLosingATenthAndAfterATenthHasJoined() {
    assertThat(AMONG_MANY)
        .filteredOn(phase -> !phase.name().startsWith("lose"))
        .hasSize(4)
        .allMatch(Phase::agreed);
    assertThat(AMONG_MANY).extracting(Phase::members).containsExactly(200, 200, 180, 180, 200);
  }

  /** A heartbeat to all, and a probe to the neighbour in the ring; answers may still come first. */
  @Test
  void aQuietNodeSendsTwoFramesInAHeartbeatPeriod() {
    Usage usage = quiet(AMONG_MANY).usage();
    assertThat(usage.sentFrames() / MANY).isEqualTo(2 * QUIET_PERIODS);
    assertThat(usage.receivedFrames() / MANY).isEqualTo((MANY + 1L) * QUIET_PERIODS);
  }

  @Test
  void theWorkForAReceivedHeartbeatDoesNotGrowWithTheNumberOfMembers() {
    assertThat(perFrame(AMONG_MANY, Usage::clockReads))
        .isLessThan(NOISE * perFrame(AMONG_FEW, Usage::clockReads));
    assertThat(perFrame(AMONG_MANY, Usage::allocatedBytes))
        .isLessThan(NOISE * perFrame(AMONG_FEW, Usage::allocatedBytes));
  }
}
