package io.lockstep.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.node.VirtualCluster.Server;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StoreJoinTest extends StoreTestBase {
  private static final int ENTRIES = 3_000;

  private static void fill(Server server) {
    for (int i = 0; i < ENTRIES; i++) {
      store(server).put("apple" + i, "red".repeat(100));
    }
  }

  @Test
  void aNodeThatJoinsReceivesTheContentsInChunks() {
    Server a = start("a");
    fill(a);
    Server b = start("b");
    pass(Duration.ofSeconds(1));
    assertThat(contents(b)).hasSize(ENTRIES).isEqualTo(contents(a));
    assertThat(cluster.network.delivered(CHUNK)).isGreaterThan(4);
  }

  @Test
  void chunksThatAreLostComeAgain() {
    Server a = start("a");
    fill(a);
    var frames = new AtomicInteger();
    cluster.network.lose(
        frame -> frame.envelope().getType() >= PULL && frames.incrementAndGet() % 7 == 3);
    Server b = start("b");
    pass(QUIET);
    assertThat(contents(b)).isEqualTo(contents(a));
  }

  @Test
  void whatIsChangedWhileANodeJoinsReachesItToo() {
    Server a = start("a");
    fill(a);
    cluster.network.loseType(CHUNK);
    Server b = start("b");
    for (int i = 0; i < ENTRIES; i += 3) {
      store(a).remove("apple" + i);
      store(a).put("apple" + (i + 1), "green");
    }
    cluster.network.heal();
    pass(QUIET);
    assertThat(contents(b)).hasSize(ENTRIES * 2 / 3).isEqualTo(contents(a));
    assertThat(contents(b)).containsEntry("apple1", "green");
  }

  @Test
  void aPeerThatDiesWhileItAnswersIsReplacedByAnother() {
    Server a = start("a");
    fill(a);
    Server b = start("b");
    pass(Duration.ofSeconds(1));
    cluster.network.loseType(CHUNK);
    Server c = start("c");
    a.close();
    cluster.network.heal();
    pass(QUIET);
    assertThat(contents(c)).hasSize(ENTRIES).isEqualTo(contents(b));
  }

  @Test
  void aNodeThatHasAllAsksForNothing() {
    Server a = start("a");
    Server b = start("b");
    store(a).put("apple", "red");
    store(b).put("pear", "green");
    pass(QUIET);
    assertThat(cluster.network.delivered(PULL)).isZero();
  }

  @Test
  void twoNodesThatHadAStoreEachBeforeTheyMetHaveBothContents() {
    Server a = start("a");
    store(a).put("apple", "red");
    cluster.network.lose(frame -> frame.from() != frame.to());
    Server b = start("b");
    store(b).put("pear", "green");
    cluster.network.heal();
    pass(QUIET);
    assertThat(contents(a)).containsOnlyKeys("apple", "pear");
    assertThat(contents(b)).isEqualTo(contents(a));
  }
}
