package io.lockstep.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.time.VirtualTime;
import io.lockstep.transport.NodeId;
import io.lockstep.transport.VirtualNetwork;
import io.lockstep.wire.MessageType;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Members with the document's three transport instances. */
class TransportInstancesTest {
  private static final Duration PERIOD = VirtualMember.SETTINGS.heartbeatPeriod();
  private static final Duration DETECTION = VirtualMember.DETECTION;
  private static final Duration SOON = Duration.ofSeconds(3);
  private static final int HEARTBEATS = 0;
  private static final int SESSIONS = 1;
  private static final int STORES = 2;

  private final VirtualTime time = new VirtualTime(1);
  private List<VirtualNetwork> networks = networks(false);
  private int seeds;

  private List<VirtualNetwork> networks(boolean arbiter) {
    return List.of(
        new VirtualNetwork(time, arbiter),
        new VirtualNetwork(time, arbiter),
        new VirtualNetwork(time, arbiter));
  }

  private VirtualMember start(String server) {
    VirtualMember member = VirtualMember.start(time, networks, server, ++seeds);
    pass(SOON);
    return member;
  }

  private void pass(Duration duration) {
    time.runUntil(time.elapsed().plus(duration));
  }

  @Test
  void membersFindEachOtherAndAreConnected() {
    VirtualMember a = start("a");
    VirtualMember b = start("b");
    VirtualMember c = start("c");
    for (VirtualMember each : List.of(a, b, c)) {
      assertThat(each.sees()).hasSize(2);
      assertThat(each.membership.isConnected()).isTrue();
      assertThat(each.membership.isSynchronised()).isTrue();
    }
    pass(DETECTION.multipliedBy(2));
    assertThat(a.suspects()).isEmpty();
  }

  @Test
  void aNodeIsNotConnectedWithoutItsEchoOverEveryInstanceAndSuspectsNobody() {
    VirtualMember a = start("a");
    VirtualMember b = start("b");
    networks.get(SESSIONS).lose(frame -> frame.to() == a.transports.get(SESSIONS));
    pass(PERIOD.multipliedBy(3));
    assertThat(a.membership.isConnected()).isFalse();
    assertThat(b.membership.isConnected()).isTrue();
    pass(DETECTION.multipliedBy(2));
    assertThat(a.suspects()).isEmpty();
    assertThat(a.membership.mayJudge()).isFalse();
    networks.get(SESSIONS).heal();
    pass(PERIOD.multipliedBy(2));
    assertThat(a.membership.isConnected()).isTrue();
  }

  @Test
  void aNodeThatIsDisconnectedFromOneInstanceIsNotConnected() {
    VirtualMember a = start("a");
    start("b");
    a.transports.get(STORES).disconnect();
    pass(SOON);
    assertThat(a.membership.isConnected()).isFalse();
    a.transports.get(STORES).connect();
    pass(SOON);
    assertThat(a.membership.isConnected()).isTrue();
  }

  @Test
  void aNodeThatSleptIsConnectedOnlyWhenItsEchoHasComeOverEveryInstance() {
    VirtualMember a = start("a");
    start("b");
    a.loop.pause();
    pass(PERIOD.multipliedBy(3));
    networks.get(STORES).lose(frame -> frame.to() == a.transports.get(STORES));
    a.loop.resume();
    pass(PERIOD);
    assertThat(a.membership.isConnected()).isFalse();
    networks.get(STORES).heal();
    pass(PERIOD.multipliedBy(2));
    assertThat(a.membership.isConnected()).isTrue();
  }

  @Test
  void aNodeThatIsSilentOverOneInstanceIsSuspectedUntilItIsHeardOverThatOne() {
    VirtualMember a = start("a");
    VirtualMember b = start("b");
    networks.get(SESSIONS).isolate(b.transports.get(SESSIONS));
    pass(DETECTION.plus(PERIOD));
    assertThat(a.suspects()).containsExactly("b");
    assertThat(b.suspects()).containsExactly("a");
    pass(PERIOD.multipliedBy(3));
    assertThat(a.heard).doesNotContain("trusted b");
    networks.get(SESSIONS).heal();
    pass(PERIOD.multipliedBy(2));
    assertThat(a.suspects()).isEmpty();
    assertThat(a.heard).containsOnlyOnce("suspected b").containsOnlyOnce("trusted b");
  }

  @Test
  void aMajorityDeclaresANodeDeadThatIsSilentOverOneInstanceAndItJoinsAgainOnceItIsWhole() {
    VirtualMember a = start("a");
    VirtualMember b = start("b");
    VirtualMember c = start("c");
    NodeId before = c.id();
    networks.get(SESSIONS).isolate(c.transports.get(SESSIONS));
    pass(DETECTION.plus(PERIOD.multipliedBy(4)));
    assertThat(a.membership.isDead(before)).isTrue();
    assertThat(b.membership.isDead(before)).isTrue();
    assertThat(c.id()).isNotEqualTo(before);
    assertThat(a.sees()).containsExactly("b");
    assertThat(c.membership.knowsAll()).isFalse();

    networks.get(SESSIONS).heal();
    pass(PERIOD.multipliedBy(3));
    assertThat(a.sees()).containsExactly("b", "c");
    assertThat(c.sees()).containsExactly("a", "b");
    pass(DETECTION.multipliedBy(2));
    assertThat(a.suspects()).isEmpty();
  }

  @Test
  void nobodyHearsOfANodeBeforeItIsConnectedOverEveryInstance() {
    VirtualMember a = start("a");
    VirtualMember b = VirtualMember.start(time, networks, "b", ++seeds);
    b.transports.get(STORES).disconnect();
    pass(PERIOD.multipliedBy(4));
    assertThat(a.sees()).isEmpty();
    assertThat(b.membership.isSynchronised()).isFalse();
    b.transports.get(STORES).connect();
    pass(SOON);
    assertThat(a.sees()).containsExactly("b");
    assertThat(b.sees()).containsExactly("a");
  }

  @Test
  void aNodeThatIsNotWholeIsAskedNowAndThenAndNotWithoutEnd() {
    VirtualMember a = start("a");
    VirtualMember b = VirtualMember.start(time, networks, "b", ++seeds);
    networks.get(SESSIONS).isolate(b.transports.get(SESSIONS));
    pass(PERIOD.multipliedBy(20));
    assertThat(a.sees()).isEmpty();
    // Each beats once a period, is asked by the other and answers, and b asks once a second at
    // first.
    assertThat(networks.get(HEARTBEATS).delivered(MessageType.HEARTBEAT.number()))
        .isLessThan(20 * 10);
  }

  @Test
  void aServerWithOtherInstancesIsNoMemberAndIsToldOfOnce() {
    VirtualMember a = start("a");
    List<VirtualNetwork> others =
        List.of(networks.get(HEARTBEATS), new VirtualNetwork(time, false), networks.get(STORES));
    VirtualMember b = VirtualMember.start(time, others, "b", ++seeds);
    pass(DETECTION.multipliedBy(3));
    assertThat(a.sees()).isEmpty();
    assertThat(b.sees()).isEmpty();
    assertThat(a.counters.get("membership.partly-heard")).isEqualTo(1);
    assertThat(b.counters.get("membership.partly-heard")).isEqualTo(1);
  }

  // ---- what the arbiters of the instances say ----

  @Test
  void aNodeIsDeadOnceTheArbitersOfAllInstancesSaySo() {
    networks = networks(true);
    VirtualMember a = start("a");
    VirtualMember b = start("b");
    b.crash();
    pass(PERIOD.multipliedBy(2));
    assertThat(a.membership.isDead(b.id())).isTrue();
    assertThat(a.sees()).isEmpty();
  }

  @Test
  void aNodeThatOneInstanceHasLostIsNotDeadButIsToldAndGoesOnAsAnother() {
    networks = networks(true);
    VirtualMember a = start("a");
    VirtualMember b = start("b");
    NodeId before = b.id();
    b.transports.get(SESSIONS).close();
    pass(PERIOD.plus(SOON));
    assertThat(b.id()).isNotEqualTo(before);
    assertThat(a.heard).containsSubsequence("suspected b", "joined b");
    assertThat(a.membership.isDead(before)).isTrue();
    assertThat(a.sees()).containsExactly("b");
    assertThat(b.sees()).containsExactly("a");
  }

  @Test
  void aNodeThatOneInstanceHasLostAndThatDoesNotAnswerIsSuspectedAndNotDead() {
    networks = networks(true);
    VirtualMember a = start("a");
    VirtualMember b = start("b");
    networks.get(HEARTBEATS).loseType(MessageType.CONDEMNED.number());
    networks.get(STORES).loseType(MessageType.CONDEMNED.number());
    b.transports.get(SESSIONS).close();
    pass(PERIOD.multipliedBy(3));
    assertThat(a.suspects()).containsExactly("b");
    assertThat(a.membership.isDead(b.id())).isFalse();
    assertThat(a.heard).doesNotContain("trusted b");
  }

  // ---- a slow instance ----

  @Test
  void aSlowInstanceDelaysNoHeartbeatOfTheOthers() {
    networks.get(STORES).slow(Duration.ofSeconds(4));
    VirtualMember a = start("a");
    VirtualMember b = start("b");
    pass(Duration.ofSeconds(20));
    assertThat(a.sees()).containsExactly("b");
    long before = networks.get(HEARTBEATS).delivered(MessageType.HEARTBEAT.number());
    for (int period = 1; period <= 20; period++) {
      pass(PERIOD);
      assertThat(networks.get(HEARTBEATS).delivered(MessageType.HEARTBEAT.number()) - before)
          .as("both nodes' at both, each period")
          .isEqualTo(4L * period);
    }
    assertThat(a.membership.isConnected()).isTrue();
    assertThat(a.heard).doesNotContain("suspected b");
    assertThat(b.heard).doesNotContain("suspected a");
  }

  @Test
  void whatWasSentBeforeALeaveAndComesLaterOverASlowInstanceIsStillTaken() {
    VirtualMember a = start("a");
    VirtualMember b = start("b");
    networks.get(SESSIONS).slow(Duration.ofSeconds(1));
    b.loop.execute(b.membership::close);
    pass(Duration.ofMillis(500));
    assertThat(a.sees()).containsExactly("b");
    pass(Duration.ofSeconds(1));
    assertThat(a.sees()).isEmpty();
    assertThat(a.membership.hasLeft(b.id())).isTrue();
  }
}
