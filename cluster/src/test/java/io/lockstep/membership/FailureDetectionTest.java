package io.lockstep.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.time.VirtualTime;
import io.lockstep.transport.NodeId;
import io.lockstep.transport.VirtualNetwork;
import io.lockstep.wire.MessageType;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FailureDetectionTest {
  private static final Duration PERIOD = VirtualMember.SETTINGS.heartbeatPeriod();
  private static final Duration SOON = Duration.ofSeconds(3);
  private static final Duration DETECTION = VirtualMember.DETECTION;

  /** A life that no member has met. */
  private static final NodeId STRANGER = new NodeId(42);

  private VirtualTime time = new VirtualTime(1);
  private VirtualNetwork network = new VirtualNetwork(time, false);
  private int seeds;

  @BeforeEach
  void reset() {
    time = new VirtualTime(1);
    network = new VirtualNetwork(time, false);
  }

  private VirtualMember start(String server) {
    return VirtualMember.start(time, network, server, ++seeds);
  }

  private void pass(Duration duration) {
    time.runUntil(time.elapsed().plus(duration));
  }

  // ---- suspecting ----

  @Test
  void aSilentNodeIsSuspectedAfterTheMissedHeartbeatsAndNotBefore() {
    VirtualMember a = start("a");
    VirtualMember b = start("b");
    pass(SOON);
    b.crash();
    pass(DETECTION.minus(PERIOD.multipliedBy(2)));
    assertThat(a.suspects()).isEmpty();
    pass(PERIOD.multipliedBy(3));
    assertThat(a.suspects()).containsExactly("b");
    assertThat(a.membership.isDead(b.id())).isFalse();
  }

  @Test
  void aSuspectedNodeThatIsHeardAgainIsTrustedAgain() {
    VirtualMember a = start("a");
    VirtualMember b = start("b");
    pass(SOON);
    network.isolate(b.transport);
    pass(DETECTION.plus(PERIOD));
    assertThat(a.suspects()).containsExactly("b");
    assertThat(b.suspects()).containsExactly("a");
    network.heal();
    pass(PERIOD.multipliedBy(2));
    assertThat(a.suspects()).isEmpty();
    assertThat(a.heard).containsSubsequence("suspected b", "trusted b");
    assertThat(b.suspects()).isEmpty();
  }

  @Test
  void aNodeWhoseOwnTransportIsDownSuspectsNobody() {
    VirtualMember a = start("a");
    VirtualMember b = start("b");
    pass(SOON);
    a.transport.disconnect();
    b.transport.disconnect();
    pass(DETECTION.multipliedBy(3));
    assertThat(a.membership.isConnected()).isFalse();
    assertThat(a.membership.mayJudge()).isFalse();
    a.transport.connect();
    b.transport.connect();
    pass(DETECTION);
    assertThat(a.heard).doesNotContain("suspected b");
    assertThat(b.heard).doesNotContain("suspected a");
    assertThat(a.membership.mayJudge()).isTrue();
  }

  @Test
  void aNodeThatHearsNotEvenItselfSuspectsNobody() {
    VirtualMember a = start("a");
    start("b");
    pass(SOON);
    network.lose(frame -> true);
    pass(DETECTION.multipliedBy(2));
    assertThat(a.membership.isConnected()).isFalse();
    assertThat(a.heard).doesNotContain("suspected b");
  }

  @Test
  void aNodeThatSleptSuspectsNobodyForOneDetectionTime() {
    VirtualMember a = start("a");
    VirtualMember b = start("b");
    pass(SOON);
    a.loop.pause();
    b.crash();
    pass(DETECTION.multipliedBy(2));
    assertThat(a.membership.mayJudge()).isFalse();
    a.loop.resume();
    pass(DETECTION.minusSeconds(2));
    assertThat(a.suspects()).isEmpty();
    assertThat(a.membership.mayJudge()).isFalse();
    pass(PERIOD);
    assertThat(a.membership.mayJudge()).isTrue();
    assertThat(a.suspects()).containsExactly("b");
  }

  // ---- dying ----

  @Test
  void ofTwoNodesNeitherEverDeclaresTheOtherDead() {
    VirtualMember a = start("a");
    VirtualMember b = start("b");
    pass(SOON);
    network.isolate(b.transport);
    pass(DETECTION.multipliedBy(10));
    assertThat(a.suspects()).containsExactly("b");
    assertThat(a.membership.isDead(b.id())).isFalse();
    assertThat(b.membership.isDead(a.id())).isFalse();
  }

  @Test
  void ofThreeNodesTwoDeclareTheSilentOneDead() {
    VirtualMember a = start("a");
    pass(Duration.ofMillis(500));
    VirtualMember b = start("b");
    VirtualMember c = start("c");
    pass(SOON);
    c.crash();
    pass(DETECTION.plus(PERIOD.multipliedBy(2)));
    assertThat(a.membership.isDead(c.id())).isTrue();
    assertThat(b.membership.isDead(c.id())).isTrue();
    assertThat(a.sees()).containsExactly("b");
    assertThat(b.sees()).containsExactly("a");
  }

  /**
   * Whichever of their incarnations is the higher, and however their clocks stand to each other.
   */
  @Test
  void twoOfFourNodesAreNoMajority() {
    VirtualMember a = start("a");
    VirtualMember b = start("b");
    VirtualMember c = start("c");
    VirtualMember d = start("d");
    pass(SOON);
    network.lose(frame -> isLeft(frame, a, b) != isRight(frame, a, b));
    pass(DETECTION.multipliedBy(4));
    for (VirtualMember left : List.of(a, b)) {
      for (VirtualMember right : List.of(c, d)) {
        assertThat(left.membership.isDead(right.id())).isFalse();
        assertThat(right.membership.isDead(left.id())).isFalse();
      }
    }
    network.heal();
    pass(PERIOD.multipliedBy(3));
    assertThat(a.suspects()).isEmpty();
    assertThat(d.suspects()).isEmpty();
  }

  private static boolean isLeft(VirtualNetwork.Frame frame, VirtualMember a, VirtualMember b) {
    return frame.from() == a.transport || frame.from() == b.transport;
  }

  private static boolean isRight(VirtualNetwork.Frame frame, VirtualMember a, VirtualMember b) {
    return frame.to() == a.transport || frame.to() == b.transport;
  }

  @Test
  void aNodeThatOnlyOneOtherCannotHearIsNotDeclaredDead() {
    VirtualMember a = start("a");
    VirtualMember b = start("b");
    VirtualMember c = start("c");
    pass(SOON);
    network.lose(frame -> frame.from() == c.transport && frame.to() == a.transport);
    pass(DETECTION.multipliedBy(3));
    assertThat(a.suspects()).containsExactly("c");
    assertThat(a.membership.isDead(c.id())).isFalse();
    assertThat(b.membership.isDead(c.id())).isFalse();
    assertThat(b.suspects()).isEmpty();
  }

  @Test
  void aNodeDeclaredDeadLearnsItAndJoinsAgainUnderAnotherId() {
    VirtualMember a = start("a");
    pass(Duration.ofMillis(500));
    VirtualMember b = start("b");
    VirtualMember c = start("c");
    pass(SOON);
    NodeId before = c.id();
    network.isolate(c.transport);
    pass(DETECTION.plusSeconds(30));
    assertThat(a.membership.isDead(before)).isTrue();
    assertThat(c.id()).isEqualTo(before);
    network.heal();
    pass(PERIOD.multipliedBy(3));
    assertThat(c.id()).isNotEqualTo(before);
    assertThat(c.heard).containsSubsequence("rejoined", "joined a", "synchronised");
    assertThat(c.counters.get("membership.declared-dead")).isEqualTo(1);
    assertThat(a.sees()).containsExactly("b", "c");
    assertThat(b.sees()).containsExactly("a", "c");
    assertThat(c.sees()).containsExactly("a", "b");
    assertThat(a.membership.isDead(c.id())).isFalse();
  }

  @Test
  void anArbitersWordEndsALifeAtOnceAndIsToldToAll() {
    network = new VirtualNetwork(time, true);
    VirtualMember a = start("a");
    VirtualMember b = start("b");
    VirtualMember c = start("c");
    pass(SOON);
    NodeId dead = c.id();
    c.crash();
    a.loop.execute(
        () ->
            a.messenger.send(
                dead, MessageType.PROBE, io.lockstep.wire.proto.Probe.getDefaultInstance()));
    pass(Duration.ofMillis(10));
    assertThat(a.membership.isDead(dead)).isTrue();
    assertThat(b.membership.isDead(dead)).isTrue();
  }

  @Test
  void aNodeWhoseDeathWasProposedAndThatIsHeardAgainIsAdmittedAgain() {
    VirtualMember a = start("a");
    VirtualMember b = start("b");
    VirtualMember c = start("c");
    VirtualMember d = start("d");
    pass(SOON);
    network.lose(frame -> isLeft(frame, a, b) != isRight(frame, a, b));
    pass(DETECTION.plusSeconds(2));
    network.heal();
    pass(PERIOD.multipliedBy(4));
    for (VirtualMember member : List.of(a, b, c, d)) {
      assertThat(member.sees()).hasSize(3);
      assertThat(member.suspects()).isEmpty();
    }
  }

  @Test
  void twoNodesThatProposeADeathAtTheSameInstantStillDecideIt() {
    for (int seed = 0; seed < 20; seed++) {
      time = new VirtualTime(seed);
      network = new VirtualNetwork(time, false);
      VirtualMember a = start("a");
      VirtualMember b = start("b");
      VirtualMember c = start("c");
      pass(SOON);
      c.crash();
      pass(DETECTION.plusSeconds(30));
      assertThat(List.of(a.membership.isDead(c.id()), b.membership.isDead(c.id())))
          .as("seed %d", seed)
          .containsOnly(true);
    }
  }

  // ---- strangers ----

  private void miss(VirtualMember member, NodeId stranger) {
    member.loop.execute(() -> member.membership.miss(stranger));
  }

  /** Something goes on missing it, as a session's owner does that reminds its former copies. */
  private void passMissing(Duration duration, VirtualMember member, NodeId stranger) {
    for (Duration passed = Duration.ZERO;
        passed.compareTo(duration) < 0;
        passed = passed.plus(PERIOD)) {
      miss(member, stranger);
      pass(PERIOD);
    }
  }

  @Test
  void aMissedLifeThatNobodyKnowsIsDeclaredDeadByAMajority() {
    VirtualMember a = start("a");
    VirtualMember b = start("b");
    pass(SOON);
    passMissing(DETECTION, a, STRANGER);
    assertThat(a.membership.isDead(STRANGER)).isFalse();
    passMissing(DETECTION.plusSeconds(15), a, STRANGER);
    assertThat(a.membership.isDead(STRANGER)).isTrue();
    assertThat(b.membership.isDead(STRANGER)).isTrue();
    assertThat(a.heard).contains("ended " + STRANGER);
  }

  @Test
  void aLostWithdrawalKeepsNobodyFromAgreeingLater() {
    VirtualMember a = start("a");
    start("b");
    VirtualMember c = start("c");
    pass(SOON);
    network.loseType(MessageType.DEATH_PROPOSAL_WITHDRAWN.number());
    network.lose(
        frame ->
            frame.from() == c.transport
                && frame.envelope().getType() == MessageType.DEATH_VOTE.number());
    passMissing(DETECTION.multipliedBy(3), a, STRANGER);
    assertThat(a.membership.isDead(STRANGER)).isFalse();
    network.heal();
    passMissing(Duration.ofSeconds(20), a, STRANGER);
    assertThat(a.membership.isDead(STRANGER)).isTrue();
  }

  @Test
  void aLoneNodeDeclaresNoMissedLifeDead() {
    VirtualMember a = start("a");
    pass(SOON);
    passMissing(DETECTION.multipliedBy(5), a, STRANGER);
    assertThat(a.membership.isDead(STRANGER)).isFalse();
  }

  @Test
  void asManyMissedLivesAsMembersMayBeTheOtherHalf() {
    VirtualMember a = start("a");
    start("b");
    pass(SOON);
    miss(a, STRANGER);
    miss(a, new NodeId(43));
    pass(DETECTION.multipliedBy(2).plusSeconds(15));
    assertThat(a.membership.isDead(STRANGER)).isFalse();
  }

  @Test
  void aMissedLifeThatAnotherMemberHearsIsNotDeclaredDead() {
    VirtualMember a = start("a");
    start("b");
    pass(SOON);
    network.lose(frame -> frame.to() == a.transport && frame.from() != a.transport);
    VirtualMember c = start("c");
    pass(SOON);
    network.heal();
    network.lose(frame -> frame.to() == a.transport && frame.from() == c.transport);
    passMissing(DETECTION.multipliedBy(3), a, c.id());
    assertThat(a.membership.isDead(c.id())).isFalse();
    network.heal();
    pass(PERIOD.multipliedBy(2));
    assertThat(a.sees()).containsExactly("b", "c");
  }

  @Test
  void aLifeThatIsMissedNoMoreIsForgotten() {
    VirtualMember a = start("a");
    pass(SOON);
    miss(a, STRANGER);
    pass(DETECTION.plus(Duration.ofMinutes(3)));
    VirtualMember b = start("b");
    pass(DETECTION.multipliedBy(3));
    assertThat(b.sees()).containsExactly("a");
    assertThat(a.membership.isDead(STRANGER)).isFalse();
  }

  @Test
  void anArbiterDeclaresAMissedLifeDead() {
    network = new VirtualNetwork(time, true);
    VirtualMember a = start("a");
    pass(SOON);
    passMissing(DETECTION.plus(PERIOD), a, STRANGER);
    assertThat(a.membership.isDead(STRANGER)).isTrue();
  }

  /** Those it never met may have declared its former life dead, and go on without it. */
  @Test
  void whoHasJustJoinedDoesNotOutvoteMembersThatItNeverMet() {
    VirtualMember a = start("a");
    VirtualMember b = start("b");
    VirtualMember c = start("c");
    pass(SOON);
    b.crash();
    c.crash();
    start("b");
    pass(DETECTION.multipliedBy(3));
    assertThat(a.suspects()).containsExactly("c");
    assertThat(a.membership.isDead(c.id())).isFalse();
  }
}
