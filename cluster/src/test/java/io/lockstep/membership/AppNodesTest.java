package io.lockstep.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.time.VirtualTime;
import io.lockstep.transport.NodeId;
import io.lockstep.transport.VirtualNetwork;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What applications see of the cluster. */
class AppNodesTest {
  private static final Duration SOON = Duration.ofSeconds(3);

  private final VirtualTime time = new VirtualTime(1);
  private final VirtualNetwork network = new VirtualNetwork(time, false);
  private final Deque<Runnable> work = new ArrayDeque<>();
  private final List<String> heard = new ArrayList<>();
  private int seeds;
  private final VirtualMember a = start("a");
  private final AppNodes nodes = nodes();

  private final class Hearing implements AppNodeListener {
    @Override
    public void joined(Member member, ClusterView view) {
      assertThat(a.loop.inLoop()).isFalse();
      assertThat(view.members()).contains(member);
      heard.add("joined " + member.address().server());
    }

    @Override
    public void left(Member member, ClusterView view) {
      assertThat(a.loop.inLoop()).isFalse();
      assertThat(view.members()).extracting(Member::id).doesNotContain(member.id());
      heard.add("left " + member.address().server());
    }

    @Override
    public void updated(Member member, ClusterView view) {
      assertThat(view.members()).contains(member);
      heard.add(
          "%s %s, %d sessions"
              .formatted(member.address().server(), member.suspicion(), member.sessions()));
    }
  }

  private VirtualMember start(String server) {
    return VirtualMember.start(time, network, server, ++seeds);
  }

  private AppNodes nodes() {
    return new AppNodes(a.membership, a.address, work::add, a.counters);
  }

  private void pass(Duration duration) {
    time.runUntil(time.elapsed().plus(duration));
  }

  /** The workers do what waits. */
  private void work() {
    for (Runnable task = work.poll(); task != null; task = work.poll()) {
      task.run();
    }
  }

  private static void tell(VirtualMember member, int sessions) {
    member.membership.setLocalState(
        new LocalState() {
          @Override
          public int sessions() {
            return sessions;
          }

          @Override
          public int backups() {
            return 0;
          }

          @Override
          public double load() {
            return 0;
          }

          @Override
          public boolean takesBackups() {
            return true;
          }
        });
  }

  @BeforeEach
  void findNobody() {
    pass(SOON);
  }

  @Test
  void theViewHoldsTheNodeItselfAndAllOtherMembersByAddress() {
    start("c");
    VirtualMember b = start("b");
    pass(SOON);
    ClusterView view = nodes.view();
    assertThat(view.id()).isEqualTo(a.id());
    assertThat(view.address()).isEqualTo(a.address);
    assertThat(view.members())
        .extracting(member -> member.address().server())
        .containsExactly("b", "c");
    assertThat(view.member("b").orElseThrow().id()).isEqualTo(b.id());
    assertThat(view.member("a")).isEmpty();
  }

  @Test
  void aViewThatWasTakenDoesNotChange() {
    VirtualMember b = start("b");
    pass(SOON);
    ClusterView before = nodes.view();
    b.loop.execute(b.membership::close);
    pass(SOON);
    assertThat(before.members()).hasSize(1);
    assertThat(nodes.view().members()).isEmpty();
  }

  @Test
  void aListenerHearsWhoJoinsWhoseStateIsNewAndWhoLeaves() {
    nodes.addListener(new Hearing());
    VirtualMember b = start("b");
    pass(Duration.ofMillis(100));
    work();
    tell(b, 7);
    pass(Duration.ofSeconds(6));
    work();
    b.loop.execute(b.membership::close);
    pass(SOON);
    work();
    assertThat(heard).containsExactly("joined b", "b NONE, 7 sessions", "left b");
  }

  @Test
  void aListenerFirstHearsOfThoseThatAreThere() {
    start("b");
    start("c");
    pass(SOON);
    nodes.addListener(new Hearing());
    work();
    assertThat(heard).containsExactly("joined b", "joined c");
  }

  @Test
  void aSuspicionAndItsEndAreUpdates() {
    VirtualMember b = start("b");
    pass(Duration.ofSeconds(10));
    nodes.addListener(new Hearing());
    work();
    network.isolate(b.transport);
    pass(VirtualMember.DETECTION.plusSeconds(10));
    work();
    network.heal();
    pass(Duration.ofSeconds(10));
    work();
    assertThat(heard).containsExactly("joined b", "b SILENT, 0 sessions", "b NONE, 0 sessions");
  }

  @Test
  void aSlowListenerIsToldWhatBecameOfEachMemberAndNothingElseIsKept() {
    nodes.addListener(new Hearing());
    VirtualMember b = start("b");
    VirtualMember passing = start("passing");
    pass(Duration.ofSeconds(10));
    for (int sessions = 1; sessions < 20; sessions++) {
      tell(b, sessions);
      pass(Duration.ofSeconds(5));
    }
    passing.loop.execute(passing.membership::close);
    pass(SOON);
    assertThat(work).hasSize(1);
    work();
    assertThat(heard).containsExactly("joined b");
    assertThat(nodes.view().member("b").orElseThrow().sessions()).isGreaterThan(1);
  }

  @Test
  void aServerThatStartsAgainLeavesAndJoins() {
    VirtualMember b = start("b");
    pass(SOON);
    nodes.addListener(new Hearing());
    work();
    b.crash();
    start("b");
    pass(SOON);
    work();
    assertThat(heard).containsExactly("joined b", "left b", "joined b");
  }

  @Test
  void whenThisNodeWasDeclaredDeadAllLeaveAndJoinAnew() {
    start("b");
    pass(SOON);
    nodes.addListener(new Hearing());
    work();
    NodeId before = nodes.view().id();
    a.loop.execute(() -> a.membership.learnDead(List.of(before.incarnation()), before));
    pass(Duration.ofMillis(1));
    work();
    pass(SOON);
    work();
    assertThat(heard).containsExactly("joined b", "left b", "joined b");
    assertThat(nodes.view().id()).isNotEqualTo(before);
  }

  @Test
  void aListenerThatFailsIsCountedAndHearsTheNextChange() {
    nodes.addListener(
        new AppNodeListener() {
          @Override
          public void joined(Member member, ClusterView view) {
            heard.add(member.address().server());
            throw new IllegalStateException("on purpose");
          }
        });
    start("b");
    start("c");
    pass(SOON);
    work();
    start("d");
    pass(SOON);
    work();
    assertThat(heard).containsExactly("b", "c", "d");
    assertThat(a.counters.get("membership.listener-failures")).isEqualTo(3);
  }

  @Test
  void aListenerThatFailsDoesNotKeepAnotherFromHearing() {
    nodes.addListener(
        new AppNodeListener() {
          @Override
          public void joined(Member member, ClusterView view) {
            throw new IllegalStateException("on purpose");
          }
        });
    nodes.addListener(new Hearing());
    start("b");
    pass(SOON);
    work();
    assertThat(heard).containsExactly("joined b");
  }

  @Test
  void aRemovedListenerHearsNothingMoreNotEvenWhatWaitsForIt() {
    var hearing = new Hearing();
    nodes.addListener(hearing);
    start("b");
    pass(SOON);
    nodes.removeListener(hearing);
    work();
    start("c");
    pass(SOON);
    work();
    assertThat(heard).isEmpty();
  }

  @Test
  void aNodeThatDoesNotKnowItsClusterYetIsSeenAsSuch() {
    start("c");
    pass(SOON);
    VirtualMember held = start("d");
    pass(SOON);
    network.isolate(held.transport);
    VirtualMember b = start("b");
    pass(SOON);
    assertThat(b.membership.isSynchronised()).isFalse();
    assertThat(nodes.view().member("b").orElseThrow().synchronising()).isTrue();
    assertThat(nodes.view().member("c").orElseThrow().synchronising()).isFalse();
    pass(VirtualMember.SETTINGS.synchronizationDelay().plusSeconds(6));
    assertThat(b.membership.isSynchronised()).isTrue();
    assertThat(nodes.view().member("b").orElseThrow().synchronising()).isFalse();
  }
}
