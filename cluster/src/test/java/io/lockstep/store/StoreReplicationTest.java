package io.lockstep.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.node.VirtualCluster.Server;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoreReplicationTest extends StoreTestBase {
  @Test
  void aPutIsReadHereAtOnceAndOnEveryNodeSoonAfter() {
    Server a = start("a");
    Server b = start("b");
    Server c = start("c");
    store(a).put("apple", "red");
    assertThat(store(a).get("apple")).isEqualTo("red");
    pass(A_MOMENT);
    assertSame(Map.of("apple", "red"), b, c);
  }

  @Test
  void aStoreAppearsElsewhereWithItsFirstChange() {
    Server a = start("a");
    Server b = start("b");
    store(a);
    pass(A_MOMENT);
    assertThat(b.node().stores().names()).isEmpty();
    store(a).put("apple", "red");
    pass(A_MOMENT);
    assertThat(b.node().stores().names()).containsExactly("fruit");
  }

  @Test
  void aRemovalIsSeenOnEveryNode() {
    Server a = start("a");
    Server b = start("b");
    store(a).put("apple", "red");
    pass(A_MOMENT);
    assertThat(store(b).remove("apple")).isEqualTo("red");
    pass(A_MOMENT);
    assertSame(Map.of(), a, b);
  }

  @Test
  void clearingRemovesAllEntriesEverywhere() {
    Server a = start("a");
    Server b = start("b");
    store(a).putAll(Map.of("apple", "red", "pear", "green"));
    pass(A_MOMENT);
    store(b).clear();
    pass(A_MOMENT);
    assertSame(Map.of(), a, b);
  }

  @Test
  void ofTwoPutsAtOnceTheSameOneStaysEverywhere() {
    Server a = start("a");
    Server b = start("b");
    Server c = start("c");
    store(a).put("apple", "red");
    store(b).put("apple", "green");
    pass(A_MOMENT);
    assertThat(contents(a)).hasSize(1);
    assertSame(contents(a), b, c);
  }

  @Test
  void aPutStaysOverWhatItsNodeSawThoughItsClockIsAMinuteSlow() {
    Server a = start("a");
    Server b = start("b");
    b.clock().jump(Duration.ofMinutes(-1));
    store(a).put("apple", "red");
    pass(A_MOMENT);
    store(b).put("apple", "green");
    pass(A_MOMENT);
    assertSame(Map.of("apple", "green"), a, b);
  }

  @Test
  void aPutStaysOverARemovalThatItsNodeSawThoughItsClockIsAMinuteSlow() {
    Server a = start("a");
    Server b = start("b");
    b.clock().jump(Duration.ofMinutes(-1));
    store(a).put("apple", "red");
    store(a).remove("apple");
    pass(A_MOMENT);
    store(b).put("apple", "green");
    pass(A_MOMENT);
    assertSame(Map.of("apple", "green"), a, b);
  }

  @Test
  void manyPutsOfOneStepTravelTogetherAndOfOneKeyOnlyTheLast() {
    Server a = start("a");
    Server b = start("b");
    for (int i = 0; i < 1000; i++) {
      store(a).put("apple" + i % 10, "red" + i);
    }
    pass(A_MOMENT);
    assertSame(contents(a), b);
    // To b and back to a.
    assertThat(cluster.network.delivered(BATCH)).isEqualTo(2);
  }

  @Test
  void aLostBatchIsAskedForWhenTheNextOneComes() throws Exception {
    Server a = start("a");
    Server b = start("b");
    store(a).put("apple", "red");
    pass(A_MOMENT);
    cluster.network.loseType(BATCH);
    store(a).put("pear", "green");
    pass(A_MOMENT);
    cluster.network.heal();
    store(a).put("plum", "blue");
    pass(A_MOMENT);
    assertSame(Map.of("apple", "red", "pear", "green", "plum", "blue"), b);
    assertThat(cluster.counter(b, "stores.gaps")).isEqualTo(1);
    assertThat(cluster.network.delivered(PULL)).isZero();
  }

  @Test
  void aLostLastBatchIsFoundThoughNoOtherFollows() {
    Server a = start("a");
    Server b = start("b");
    store(a).put("apple", "red");
    cluster.network.loseType(BATCH);
    pass(A_MOMENT);
    cluster.network.heal();
    pass(Duration.ofMillis(400));
    assertSame(Map.of("apple", "red"), b);
  }

  @Test
  void whatWasLostIsFoundByTheNextStatusWhenItsSourceHasDied() {
    Server a = start("a");
    Server b = start("b");
    Server c = start("c");
    cluster.network.lose(frame -> frame.to() == c.transport());
    store(a).put("apple", "red");
    pass(A_MOMENT);
    a.crash();
    cluster.network.heal();
    pass(QUIET);
    assertSame(Map.of("apple", "red"), b, c);
  }

  @Test
  void aNodeThatLeavesSendsWhatItChangedLast() {
    Server a = start("a");
    Server b = start("b");
    store(a).put("apple", "red");
    a.close();
    pass(A_MOMENT);
    assertSame(Map.of("apple", "red"), b);
  }

  @Test
  void aNodeThatRestartsGetsTheContentsBack() {
    Server a = start("a");
    Server b = start("b");
    store(a).put("apple", "red");
    pass(A_MOMENT);
    a.crash();
    Server again = start("a");
    assertSame(Map.of("apple", "red"), again, b);
    store(again).put("apple", "green");
    pass(A_MOMENT);
    assertSame(Map.of("apple", "green"), again, b);
  }

  @Test
  void anEntryWhoseKeyIsUnreadableHereIsKeptAndPassedOn() {
    Server a = start("a");
    Server b = start("b");
    codec.forget(2.5);
    any(a).put(2.5, "red");
    pass(A_MOMENT);
    assertThat(any(b)).isEmpty();
    a.crash();
    codec.remember();
    Server c = start("c");
    pass(A_MOMENT);
    assertThat(any(c)).containsEntry(2.5, "red");
  }

  @Test
  void nodesWithoutStoresSayNothingOfThem() {
    start("a");
    start("b");
    pass(QUIET);
    assertThat(cluster.network.delivered(STATUS)).isZero();
  }
}
