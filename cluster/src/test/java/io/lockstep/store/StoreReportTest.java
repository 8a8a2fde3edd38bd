package io.lockstep.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.node.VirtualCluster.Server;
import io.lockstep.report.NodeReport;
import io.lockstep.report.NodeReport.PullReport;
import io.lockstep.report.NodeReport.StoreReport;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a node tells of its stores, and of what it knows of the others'. */
class StoreReportTest extends StoreTestBase {
  private static final Duration PERIOD = StoreSettings.defaults().statusPeriod();
  private static final Duration LONGEST_PERIOD = PERIOD.multipliedBy(6).dividedBy(5);

  private void assertKnown(Server server, int agreeing, int differing, int unknown) {
    StoreReport report = report(server);
    assertThat(new int[] {report.agreeing(), report.differing(), report.unknown()})
        .as("agreeing, differing, unknown of %s", report)
        .containsExactly(agreeing, differing, unknown);
  }

  /** Whatever would make the others have the same, but word of what is there gets through. */
  private void loseContents() {
    Set<Integer> contents = Set.of(BATCH, REPAIR, PULL, PULL_NEXT, CHUNK);
    cluster.network.lose(frame -> contents.contains(frame.envelope().getType()));
  }

  @Test
  void aStoreIsReportedWithItsSize() {
    Server a = start("a");
    store(a).put("apple", "red");
    store(a).put("pear", "green");
    store(a).remove("pear");
    assertThat(report(a)).isEqualTo(new StoreReport("fruit", 1, 10, 1, 0, 0, 0, 2, 0, null));
    pass(A_MOMENT);
    assertThat(report(a).unsent()).isZero();
  }

  @Test
  void changesAreCountedWhereTheyAreMadeAndWhereTheyCome() throws Exception {
    Server a = start("a");
    Server b = start("b");
    store(b);
    store(a).put("apple", "red");
    store(a).put("pear", "green");
    store(a).remove("pear");
    pass(A_MOMENT);
    assertThat(cluster.counter(a, "stores.changes")).isEqualTo(3);
    assertThat(cluster.counter(a, "stores.changes-received")).isZero();
    assertThat(cluster.counter(b, "stores.changes")).isZero();
    assertThat(cluster.counter(b, "stores.changes-received")).isBetween(2L, 3L);
  }

  @Test
  void membersThatHaveToldTheSameAgree() {
    Server a = start("a");
    Server b = start("b");
    start("c");
    store(a).put("apple", "red");
    pass(QUIET);
    assertKnown(a, 2, 0, 0);
    assertKnown(b, 2, 0, 0);
  }

  @Test
  void aMemberThatHasNotToldIsUnknown() {
    cluster.network.loseType(STATUS);
    Server a = start("a");
    start("b");
    store(a).put("apple", "red");
    pass(QUIET);
    assertKnown(a, 0, 0, 1);
    cluster.network.heal();
    pass(LONGEST_PERIOD);
    assertKnown(a, 1, 0, 0);
  }

  @Test
  void aMemberThatTellsNoMoreIsUnknownInTheEnd() {
    Server a = start("a");
    start("b");
    store(a).put("apple", "red");
    pass(QUIET);
    cluster.network.loseType(STATUS);
    pass(PERIOD);
    assertKnown(a, 1, 0, 0);
    pass(PERIOD.multipliedBy(3));
    assertKnown(a, 0, 0, 1);
  }

  @Test
  void membersThatCameToDifferAgreeAgainOnceTheyHaveTheSame() {
    Server a = start("a");
    Server b = start("b");
    store(a).put("apple", "red");
    pass(QUIET);
    loseContents();
    store(a).put("pear", "green");
    pass(LONGEST_PERIOD.multipliedBy(2));
    assertKnown(a, 0, 1, 0);
    assertKnown(b, 0, 1, 0);
    assertThat(report(a).missing()).isZero();
    assertThat(report(b).missing()).isEqualTo(1);
    // Between two attempts there is none.
    for (int step = 0; step < 100 && report(b).pull() == null; step++) {
      pass(LONGEST_PERIOD.dividedBy(100));
    }
    assertThat(report(b).pull()).isEqualTo(new PullReport("a", 0, 1));

    cluster.network.heal();
    pass(QUIET);
    assertSame(contents(a), b);
    assertKnown(a, 1, 0, 0);
    assertKnown(b, 1, 0, 0);
    assertThat(report(b).missing()).isZero();
    assertThat(report(b).pull()).isNull();
  }

  @Test
  void whatWasJustFetchedAgreesOnlyOnceThatWasTold() {
    Server a = start("a");
    store(a).put("apple", "red");
    pass(PERIOD);
    Server b = start("b");
    store(b);
    pass(Duration.ofSeconds(1));
    assertSame(contents(a), b);
    assertThat(report(b).agreeing()).isZero();
    pass(QUIET);
    assertKnown(b, 1, 0, 0);
  }

  @Test
  void changesOnTheirWayMakeNoDifference() {
    Server a = start("a");
    Server b = start("b");
    store(a).put("apple", "red");
    pass(QUIET);
    for (int i = 0; i < 600; i++) {
      store(a).put("apple", "red" + i);
      store(b).put("pear", "green" + i);
      pass(A_MOMENT);
      assertKnown(a, 1, 0, 0);
      assertKnown(b, 1, 0, 0);
    }
  }

  @Test
  void whatCouldNotBeComparedForLongIsUnknown() {
    Server a = start("a");
    Server b = start("b");
    store(a).put("apple", "red");
    pass(QUIET);
    // Something is on its way at each moment.
    cluster.network.slow(A_MOMENT);
    for (int i = 0; i < 9_000; i++) {
      store(a).put("apple", "red" + i);
      store(b).put("pear", "green" + i);
      pass(A_MOMENT.dividedBy(2));
    }
    assertKnown(a, 1, 0, 0);
    for (int i = 0; i < 6_000; i++) {
      store(a).put("apple", "red" + i);
      store(b).put("pear", "green" + i);
      pass(A_MOMENT.dividedBy(2));
    }
    assertKnown(a, 0, 0, 1);
    pass(QUIET);
    assertKnown(a, 1, 0, 0);
  }

  @Test
  void entriesThatEndMakeNoDifference() throws Exception {
    Server a = start("a");
    Server b = start("b");
    b.clock().jump(Duration.ofSeconds(50));
    Duration step = Duration.ofSeconds(5);
    for (int i = 0; i < 360; i++) {
      store(i % 2 == 0 ? a : b).put("apple" + i, "red", Duration.ofSeconds(1 + i % 90));
      pass(step);
      assertThat(report(a).differing() + report(b).differing()).isZero();
      if (i > 12) {
        assertKnown(a, 1, 0, 0);
        assertKnown(b, 1, 0, 0);
      }
    }
    assertThat(cluster.counter(a, "stores.pulls") + cluster.counter(b, "stores.pulls"))
        .isLessThanOrEqualTo(1);
    pass(Duration.ofMinutes(13));
    assertThat(report(a).entries() + report(b).entries()).isZero();
    assertKnown(a, 1, 0, 0);
  }

  @Test
  void aJoiningNodeTellsHowFarItIs() throws Exception {
    Server a = start("a");
    for (int i = 0; i < 3_000; i++) {
      store(a).put("apple" + i, "red".repeat(100));
    }
    pass(PERIOD);
    // A chunk takes several frames.
    var frames = new AtomicInteger();
    cluster.network.lose(
        frame -> frame.envelope().getType() == CHUNK && frames.incrementAndGet() > 12);
    Server b = start("b");
    PullReport pull = Objects.requireNonNull(report(b).pull());
    assertThat(pull.from()).isEqualTo("a");
    assertThat(pull.received()).isBetween(500L, 2_500L).isEqualTo(report(b).entries());
    assertThat(pull.expected()).isEqualTo(3_000);

    NodeReport ofB = cluster.await(a.node().observer().clusterReport()).get(1);
    assertThat(ofB.server()).isEqualTo("b");
    assertThat(ofB.stores()).containsExactly(report(b));
    assertThat(ofB.storeCount()).isEqualTo(1);
  }

  @Test
  void atMostSoManyStoresAreListedAndAllAreCounted() throws Exception {
    Server a = start("a");
    for (int i = 0; i <= NodeReport.MOST_STORES; i++) {
      a.node().stores().getSharedStore("store" + i);
    }
    NodeReport report = cluster.await(a.node().observer().report());
    assertThat(report.stores()).hasSize(NodeReport.MOST_STORES);
    assertThat(report.storeCount()).isEqualTo(NodeReport.MOST_STORES + 1);
  }
}
