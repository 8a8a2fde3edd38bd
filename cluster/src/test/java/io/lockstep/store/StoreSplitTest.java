package io.lockstep.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.node.VirtualCluster.Server;
import io.lockstep.transport.NodeId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoreSplitTest extends StoreTestBase {
  /** Long enough for a cut-off node to be declared dead. */
  private static final Duration LONG = Duration.ofMinutes(3);

  private static final Duration SHORT = Duration.ofSeconds(20);

  @Test
  void bothSidesChangesAreEverywhereAfterTheHeal() {
    Server a = start("a");
    Server b = start("b");
    Server c = start("c");
    store(a).put("apple", "red");
    pass(A_MOMENT);
    cluster.network.isolate(c.transport());
    store(a).put("pear", "green");
    store(c).put("plum", "blue");
    store(c).put("apple", "yellow");
    pass(SHORT);
    cluster.network.heal();
    pass(QUIET);
    assertSame(Map.of("apple", "yellow", "pear", "green", "plum", "blue"), a, b, c);
  }

  @Test
  void theNewerSideOfASplitStays() {
    Server a = start("a");
    Server b = start("b");
    cluster.network.isolate(b.transport());
    store(b).put("apple", "red");
    pass(Duration.ofSeconds(1));
    store(a).put("apple", "green");
    pass(SHORT);
    cluster.network.heal();
    pass(QUIET);
    assertSame(Map.of("apple", "green"), a, b);
  }

  @Test
  void aTombstoneGoesWhenEveryMemberHasSeenIt() {
    Server a = start("a");
    Server b = start("b");
    store(a).put("apple", "red");
    pass(A_MOMENT);
    store(b).remove("apple");
    assertThat(report(b).tombstones()).isEqualTo(1);
    pass(Duration.ofMinutes(2));
    assertThat(report(a).tombstones()).isZero();
    assertThat(report(b).tombstones()).isZero();
  }

  @Test
  void aTombstoneStaysHoweverOldWhileAMemberHasNotSeenIt() {
    Server a = start("a");
    Server b = start("b");
    store(a).put("apple", "red");
    pass(A_MOMENT);
    // One of two is never declared dead by a vote.
    cluster.network.isolate(b.transport());
    store(a).remove("apple");
    pass(Duration.ofHours(10));
    assertThat(report(a).tombstones()).isEqualTo(1);
    cluster.network.heal();
    pass(QUIET);
    assertSame(Map.of(), a, b);
  }

  @Test
  void whatWasRemovedDoesNotComeBackWithANodeThatSleptThroughItAndItsTombstone() {
    Server a = start("a");
    Server b = start("b");
    Server c = start("c");
    store(c).put("apple", "red");
    store(c).put("pear", "green");
    pass(A_MOMENT);
    NodeId before = c.node().id();
    cluster.network.isolate(c.transport());
    store(a).remove("apple");
    pass(LONG);
    assertThat(report(a).tombstones()).isEqualTo(1);
    // Nobody waits for c any more.
    pass(Duration.ofHours(25));
    assertThat(report(a).tombstones()).isZero();
    assertThat(report(b).tombstones()).isZero();
    cluster.network.heal();
    pass(QUIET);
    assertThat(c.node().id()).isNotEqualTo(before);
    assertSame(Map.of("pear", "green"), a, b, c);
  }

  @Test
  void aRemovalStaysOverAnOlderPutOfANodeThatWasHeldForDead() {
    Server a = start("a");
    Server b = start("b");
    Server c = start("c");
    store(c).put("apple", "red");
    pass(A_MOMENT);
    NodeId before = c.node().id();
    cluster.network.isolate(c.transport());
    store(c).put("apple", "green");
    pass(Duration.ofSeconds(1));
    store(a).remove("apple");
    pass(Duration.ofHours(5));
    cluster.network.heal();
    pass(QUIET);
    assertThat(c.node().id()).isNotEqualTo(before);
    assertSame(Map.of(), a, b, c);
    pass(Duration.ofMinutes(1));
    assertThat(report(a).tombstones()).isZero();
  }

  @Test
  void aServerThatCrashedHoldsUpTombstonesUntilItIsBack() {
    Server a = start("a");
    Server b = start("b");
    Server c = start("c");
    store(a).put("apple", "red");
    pass(A_MOMENT);
    c.crash();
    pass(LONG);
    store(b).remove("apple");
    pass(LONG);
    assertThat(report(a).tombstones()).isEqualTo(1);
    start("c");
    pass(Duration.ofMinutes(1));
    assertThat(report(a).tombstones()).isZero();
  }

  @Test
  void aNodeThatWasHeldForDeadKnowsWhoElseIsAway() {
    Server a = start("a");
    Server b = start("b");
    Server c = start("c");
    start("d");
    store(a).put("apple", "red");
    pass(A_MOMENT);
    NodeId before = a.node().id();
    cluster.network.isolate(a.transport());
    pass(LONG);
    c.crash();
    pass(LONG);
    cluster.network.heal();
    pass(QUIET);
    assertThat(a.node().id()).isNotEqualTo(before);
    store(b).remove("apple");
    pass(LONG);
    assertThat(report(a).tombstones()).isEqualTo(1);
    start("c");
    pass(Duration.ofMinutes(1));
    assertThat(report(a).tombstones()).isZero();
  }

  @Test
  void aServerThatLeftHoldsUpNothing() {
    Server a = start("a");
    Server b = start("b");
    Server c = start("c");
    store(a).put("apple", "red");
    pass(A_MOMENT);
    c.close();
    store(b).remove("apple");
    pass(Duration.ofMinutes(1));
    assertThat(report(a).tombstones()).isZero();
  }

  @Test
  void whatANodeChangedWhileItWasHeldForDeadReachesTheOthers() {
    Server a = start("a");
    Server b = start("b");
    Server c = start("c");
    store(c).put("apple", "red");
    pass(A_MOMENT);
    cluster.network.isolate(c.transport());
    pass(LONG);
    store(c).put("plum", "blue");
    cluster.network.heal();
    pass(QUIET);
    assertSame(Map.of("apple", "red", "plum", "blue"), a, b, c);
    store(c).put("plum", "black");
    pass(A_MOMENT);
    assertSame(Map.of("apple", "red", "plum", "black"), a, b, c);
  }

  @Test
  void aPutOnItsWayFromBeforeTheRemovalDoesNotBringTheEntryBack() {
    Server a = start("a");
    Server b = start("b");
    Server c = start("c");
    // Slow, so that its put is older than the removal.
    c.clock().jump(Duration.ofMinutes(-1));
    store(a).put("apple", "red");
    pass(A_MOMENT);
    cluster.network.lose(
        frame ->
            frame.from() == c.transport()
                && List.of(BATCH, CHUNK).contains(frame.envelope().getType()));
    store(c).put("apple", "brown");
    store(b).remove("apple");
    store(c).put("pear", "green");
    pass(Duration.ofMinutes(1));
    // c has told that it saw the removal, but what it changed before has not come.
    assertThat(report(a).tombstones()).isEqualTo(1);
    cluster.network.heal();
    store(c).put("plum", "blue");
    pass(A_MOMENT);
    assertSame(Map.of("pear", "green", "plum", "blue"), a, b, c);
    pass(Duration.ofMinutes(2));
    assertThat(report(a).tombstones()).isZero();
  }

  @Test
  void aNodeWhoseTransportWasDownCatchesUp() {
    Server a = start("a");
    Server b = start("b");
    store(a).put("apple", "red");
    pass(A_MOMENT);
    b.transport().disconnect();
    store(a).remove("apple");
    store(a).put("pear", "green");
    store(b).put("plum", "blue");
    pass(SHORT);
    b.transport().connect();
    pass(QUIET);
    assertSame(Map.of("pear", "green", "plum", "blue"), a, b);
    assertThat(report(a).differing()).isZero();
  }
}
