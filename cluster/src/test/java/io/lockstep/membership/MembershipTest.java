package io.lockstep.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.time.VirtualTime;
import io.lockstep.transport.NodeId;
import io.lockstep.transport.VirtualNetwork;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.DeathNotice;
import io.lockstep.wire.proto.Heartbeat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MembershipTest {
  private static final Duration PERIOD = VirtualMember.SETTINGS.heartbeatPeriod();
  private static final Duration DELAY = VirtualMember.SETTINGS.synchronizationDelay();
  private static final Duration SOON = Duration.ofSeconds(3);

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

  // ---- joining ----

  @Test
  void nodesThatStartBecomeMembersOfEachOther() {
    VirtualMember a = start("a");
    VirtualMember b = start("b");
    VirtualMember c = start("c");
    pass(SOON);
    assertThat(a.sees()).containsExactly("b", "c");
    assertThat(b.sees()).containsExactly("a", "c");
    assertThat(c.sees()).containsExactly("a", "b");
  }

  @Test
  void aNodeAloneOnTheNetworkIsSynchronisedAtOnce() {
    VirtualMember a = start("a");
    pass(Duration.ofMillis(10));
    assertThat(a.membership.isSynchronised()).isTrue();
    assertThat(a.membership.started()).isCompleted();
  }

  @Test
  void aJoiningNodeIsSynchronisedOnceEveryKnownMemberHasAnswered() {
    start("a");
    start("b");
    pass(SOON);
    VirtualMember c = start("c");
    pass(Duration.ofMillis(100));
    assertThat(c.membership.isSynchronised()).isTrue();
    assertThat(c.heard).containsSubsequence("joined b", "synchronised");
    assertThat(c.sees()).containsExactly("a", "b");
  }

  @Test
  void aJoiningNodeWaitsForAMemberThatIsOnlyToldOf() {
    start("a");
    VirtualMember b = start("b");
    pass(SOON);
    network.isolate(b.transport);
    VirtualMember c = start("c");
    pass(DELAY.minusSeconds(1));
    assertThat(c.sees()).containsExactly("a");
    assertThat(c.membership.isSynchronised()).isFalse();
    pass(Duration.ofSeconds(2));
    assertThat(c.membership.isSynchronised()).isTrue();
  }

  @Test
  void aNodeWhoseQuestionsAreLostIsSynchronisedAfterTheDelayAndJoinsLater() {
    VirtualMember a = start("a");
    pass(SOON);
    network.lose(frame -> frame.to() != frame.from());
    VirtualMember b = start("b");
    pass(DELAY.plusMillis(100));
    assertThat(b.membership.isSynchronised()).isTrue();
    assertThat(b.sees()).isEmpty();
    network.heal();
    pass(PERIOD.multipliedBy(2));
    assertThat(b.sees()).containsExactly("a");
    assertThat(a.sees()).containsExactly("b");
  }

  @Test
  void aHeartbeatAloneMakesNobodyAMember() {
    VirtualMember a = start("a");
    pass(SOON);
    VirtualMember stranger = start("stranger");
    network.lose(frame -> frame.to() == stranger.transport);
    pass(PERIOD.multipliedBy(3));
    assertThat(network.delivered(MessageType.HEARTBEAT.number())).isGreaterThan(3);
    assertThat(a.sees()).isEmpty();
  }

  @Test
  void aLateFrameOfADeadIncarnationDoesNotBringItBack() {
    VirtualMember a = start("a");
    VirtualMember b = start("b");
    pass(SOON);
    NodeId dead = b.id();
    b.crash();
    a.loop.execute(() -> a.membership.decideDead(dead, "the operator's word"));
    pass(SOON);
    assertThat(a.sees()).isEmpty();
    a.receive(dead, MessageType.HEARTBEAT, Heartbeat.newBuilder().setServer("b").build());
    pass(SOON);
    assertThat(a.membership.isDead(dead)).isTrue();
    assertThat(a.membership.member(dead)).isNull();
  }

  @Test
  void aNodeThatRestartsUnderItsNameReplacesItsFormerLife() {
    VirtualMember a = start("a");
    VirtualMember b = start("b");
    pass(SOON);
    NodeId before = b.id();
    b.crash();
    VirtualMember again = start("b");
    pass(SOON);
    assertThat(a.membership.isDead(before)).isTrue();
    assertThat(a.membership.members()).extracting(Member::id).containsExactly(again.id());
    assertThat(a.heard).containsSubsequence("joined b", "ended " + before, "joined b");
  }

  @Test
  void aNodeThatRestartsReplacesALifeThatWasAMembersOnlyBeforeItWasDeclaredDead() {
    VirtualMember a = start("a");
    VirtualMember b = start("b");
    pass(SOON);
    NodeId before = b.id();
    b.crash();
    a.receive(before, MessageType.DEATH_NOTICE, deathOf(a.id()));
    pass(SOON);
    assertThat(a.sees()).isEmpty();
    assertThat(a.membership.isDead(before)).isFalse();
    start("b");
    pass(SOON);
    assertThat(a.membership.isDead(before)).isTrue();
    assertThat(a.membership.knowsAll()).isTrue();
  }

  private static DeathNotice deathOf(NodeId node) {
    return DeathNotice.newBuilder().addDead(node.incarnation()).build();
  }

  @Test
  void twoLiveNodesOfOneNameAreToldAndNeverMembersOfEachOther() {
    VirtualMember one = start("twin");
    VirtualMember other = start("twin");
    pass(SOON);
    assertThat(one.sees()).isEmpty();
    assertThat(other.sees()).isEmpty();
    assertThat(one.counters.get("membership.duplicate-name")).isPositive();
    assertThat(other.counters.get("membership.duplicate-name")).isPositive();
  }

  @Test
  void twoLiveNodesOfOneNameDoNotRetireEachOtherWithoutEndAtAThird() {
    VirtualMember third = start("third");
    VirtualMember one = start("twin");
    VirtualMember other = start("twin");
    pass(VirtualMember.DETECTION.multipliedBy(10));
    long deaths =
        Stream.of(one, other)
            .mapToLong(twin -> twin.counters.get("membership.declared-dead"))
            .sum();
    assertThat(third.sees()).containsExactly("twin");
    assertThat(deaths).isBetween(1L, 12L);
  }

  @Test
  void aTwinIsNotWaitedFor() {
    VirtualMember one = start("twin");
    VirtualMember other = start("twin");
    pass(VirtualMember.DETECTION.multipliedBy(2));
    assertThat(one.membership.knowsAll()).isTrue();
    assertThat(other.membership.knowsAll()).isTrue();
  }

  @Test
  void stateInTheHeartbeatReachesTheOthers() {
    VirtualMember a = start("a");
    VirtualMember b = start("b");
    b.membership.setLocalState(
        new LocalState() {
          @Override
          public int sessions() {
            return 17;
          }

          @Override
          public int backups() {
            return 4;
          }

          @Override
          public double load() {
            return 0.5;
          }

          @Override
          public boolean takesBackups() {
            return true;
          }
        });
    pass(PERIOD.multipliedBy(2));
    Member seen = a.membership.members().get(0);
    assertThat(seen.sessions()).isEqualTo(17);
    assertThat(seen.backups()).isEqualTo(4);
    assertThat(seen.load()).isEqualTo(0.5);
  }

  @Test
  void whoIsHeardForTheFirstTimeIsMissingBeforeTheDeathsThatItTellsOfAreTold() {
    VirtualMember a = start("a");
    pass(Duration.ofMinutes(1));
    assertThat(a.membership.knowsAll()).isTrue();
    var knewAll = new ArrayList<Boolean>();
    a.membership.addListener(
        new MembershipListener() {
          @Override
          public void ended(NodeId node) {
            knewAll.add(a.membership.knowsAll());
          }
        });
    NodeId stranger = new NodeId(99);
    a.receive(stranger, MessageType.DEATH_NOTICE, deathOf(new NodeId(97)));
    a.receive(
        stranger,
        MessageType.HEARTBEAT,
        Heartbeat.newBuilder().setServer("b").setAsk(7).addDead(98).build());
    pass(Duration.ofMillis(10));
    assertThat(knewAll).containsExactly(false, false);
  }

  // ---- leaving ----

  @Test
  void aNodeThatLeavesInOrderIsGoneAtOnce() {
    VirtualMember a = start("a");
    VirtualMember b = start("b");
    pass(SOON);
    NodeId left = b.id();
    b.loop.execute(b.membership::close);
    pass(Duration.ofMillis(10));
    assertThat(a.sees()).isEmpty();
    assertThat(a.membership.isDead(left)).isTrue();
    assertThat(a.membership.hasLeft(left)).isTrue();
    assertThat(a.membership.endedLately()).extracting(Member::id).containsExactly(left);
    assertThat(b.transport.isOpen()).isFalse();
  }

  @Test
  void aNodeThatLeavesWhileItIsDeclaredDeadDoesNotComeBack() {
    VirtualMember a = start("a");
    VirtualMember b = start("b");
    pass(SOON);
    NodeId before = b.id();
    b.loop.execute(
        () -> {
          b.receive(
              a.id(),
              MessageType.DEATH_NOTICE,
              DeathNotice.newBuilder().addDead(before.incarnation()).build());
          b.membership.close();
        });
    pass(SOON);
    assertThat(b.transport.isOpen()).isFalse();
    assertThat(a.sees()).isEmpty();
  }
}
