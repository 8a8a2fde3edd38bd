package io.lockstep.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.sequence.Epoch;
import io.lockstep.sequence.Position;
import io.lockstep.session.Found.Held;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.proto.Holding;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a taker goes on from. */
class FoundTest {
  private static final NodeId LOW = new NodeId(1);
  private static final NodeId HIGH = new NodeId(2);
  private static final NodeId FOLLOWER = new NodeId(3);

  private static Held copy(NodeId node, Epoch epoch, long sequence, boolean settled) {
    return new Held(
        node,
        Holding.COPY,
        new Position(epoch, sequence),
        settled,
        epoch,
        new NodeId(epoch.node()),
        Set.of(new Epoch(1, 9)),
        Set.of(),
        Set.of(new NodeId(epoch.node())));
  }

  /** Seed 1918: its followers refused everybody who went on from less, and did not say why. */
  @Test
  void anEpochOfTheSameCounterThatWasNotInForceIsRejectedWithWhatIsBeyondTheOneThatWas() {
    Epoch inForce = new Epoch(15, LOW.incarnation());
    Epoch other = new Epoch(15, HIGH.incarnation());
    var found =
        new Found(
            List.of(
                copy(LOW, inForce, 155, true),
                copy(HIGH, other, 166, false),
                copy(FOLLOWER, other, 166, false)));
    assertThat(found.best().orElseThrow().position()).isEqualTo(new Position(inForce, 155));
    assertThat(found.voided()).containsExactly(other);
  }

  @Test
  void anEarlierEpochThatWhatIsInForceMayComeFromIsNotRejected() {
    Epoch earlier = new Epoch(14, HIGH.incarnation());
    Epoch inForce = new Epoch(15, LOW.incarnation());
    var found = new Found(List.of(copy(LOW, inForce, 155, true), copy(HIGH, earlier, 150, false)));
    assertThat(found.best().orElseThrow().position()).isEqualTo(new Position(inForce, 155));
    assertThat(found.voided()).isEmpty();
  }
}
