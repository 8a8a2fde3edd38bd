package io.lockstep.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.node.VirtualCluster.Server;
import io.lockstep.report.NodeReport;
import io.lockstep.report.NodeReport.SessionReport;
import io.lockstep.session.SessionSettings.Replication;
import io.lockstep.wire.MessageType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a store of backups does wrong is never acknowledged, and costs no other copy. */
class FailingStoreTest extends SessionTestBase {
  private static final Duration MOMENT = Duration.ofSeconds(1);

  private final FlakyStore storeOfA = new FlakyStore();
  private final FlakyStore storeOfB = new FlakyStore();

  private Server start(String server, BackupStore store, SessionSettings settings) {
    cluster.backups(() -> BackupManagement.defaults().withStore(store));
    return cluster.start(server, settings);
  }

  private Server start(String server, BackupStore store) {
    return start(server, store, DEFAULTS);
  }

  private static SessionSettings withTwoBackups() {
    return DEFAULTS.toBuilder().backups(2).build();
  }

  private String sessionWithApples(Server server) throws Exception {
    try (SessionUse use = create(server)) {
      use.session().setAttribute("cart", "apples");
      assertThat(commit(use)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
      return use.session().id();
    }
  }

  private Object cart(Server server, String id) throws Exception {
    try (SessionUse use = open(server, id)) {
      Object cart = use.session().getAttribute("cart");
      return cart == null ? "none" : cart;
    }
  }

  private NodeReport report(Server server) throws Exception {
    return cluster.await(server.node().observer().report());
  }

  private SessionReport onlySession(Server server) throws Exception {
    List<SessionReport> sessions = report(server).sessions();
    assertThat(sessions).hasSize(1);
    return sessions.get(0);
  }

  @Test
  void whatIsNotStoredIsNotAcknowledgedUntilItIs() throws Exception {
    Server a = start("a", storeOfA);
    Server b = start("b", storeOfB);
    String id = sessionWithApples(a);
    storeOfB.refusesPuts = true;
    try (SessionUse use = open(a, id)) {
      use.session().setAttribute("cart", "pears");
      assertThat(commit(use)).isEqualTo(ReplicationLevel.UNPROTECTED);
    }
    assertThat(cluster.counter(b, "backups.store-failures")).isPositive();
    storeOfB.refusesPuts = false;
    pass(Duration.ofSeconds(3));
    assertThat(onlySession(a).level()).isEqualTo("acknowledged");
    a.crash();
    assertThat(cart(b, id)).isEqualTo("pears");
  }

  @Test
  void aChangeThatIsNotStoredLeavesWhatWasAcknowledged() throws Exception {
    Server a = start("a", storeOfA);
    Server b = start("b", storeOfB);
    String id = sessionWithApples(a);
    storeOfB.putsUntilRefusal = 1;
    try (SessionUse use = open(a, id)) {
      use.session().setAttribute("cart", "pears");
      use.session().setAttribute("colour", "red");
      var unused = use.commit();
      pass(Duration.ofMillis(100));
    }
    assertThat(cluster.counter(b, "backups.store-failures")).isPositive();
    assertThat(storeOfB.values).hasSize(1);
    a.crash();
    assertThat(cart(b, id)).isEqualTo("apples");
  }

  @Test
  void aNodeWhoseStoreIsFullIsReplacedByAnother() throws Exception {
    Server a = start("a", storeOfA);
    storeOfB.refusesPuts = true;
    start("b", storeOfB);
    try (SessionUse use = create(a)) {
      use.session().setAttribute("cart", "apples");
      assertThat(commit(use)).isEqualTo(ReplicationLevel.UNPROTECTED);
    }
    start("c", new FlakyStore());
    pass(Duration.ofSeconds(5));
    assertThat(onlySession(a).backups()).containsExactly("c");
    assertThat(onlySession(a).level()).isEqualTo("acknowledged");
  }

  @Test
  void aFullStoreIsToldOfAndNotFloodedWithWhatItRefuses() throws Exception {
    Server a = start("a", storeOfA, with(Replication.ASYNC));
    start("b", storeOfB, with(Replication.ASYNC));
    SessionUse use = create(a);
    use.session().setAttribute("cart", "apples");
    commit(use);
    pass(MOMENT);
    storeOfB.refusesPuts = true;
    long before = exchanged();
    for (int change = 0; change < 10; change++) {
      use.session().setAttribute("cart", "pears " + change);
      var unused = use.commit();
    }
    pass(Duration.ofSeconds(5));
    assertThat(cluster.counter(a, "backups.refused")).isPositive();
    assertThat(exchanged() - before).isLessThan(50);
    storeOfB.refusesPuts = false;
    pass(Duration.ofSeconds(3));
    assertThat(onlySession(a).pending()).isZero();
  }

  private long exchanged() {
    return Stream.of(MessageType.BATCH, MessageType.BATCH_GAP, MessageType.INSTALL)
        .mapToLong(type -> cluster.network.delivered(type.number()))
        .sum();
  }

  @Test
  void aTakerIsNotGivenABackupThatCannotBeReadAndGoesOnFromAnother() throws Exception {
    Server a = start("a", storeOfA, withTwoBackups());
    Server b = start("b", storeOfB, withTwoBackups());
    var storeOfC = new FlakyStore();
    Server c = start("c", storeOfC, withTwoBackups());
    String id = sessionWithApples(a);
    storeOfC.alters = true;
    a.crash();
    assertThat(cart(b, id)).isEqualTo("apples");
    assertThat(cluster.counter(c, "backups.unreadable")).isEqualTo(1);
    pass(Duration.ofMinutes(1));
    assertThat(report(c).lossCount()).isZero();
    assertThat(onlySession(b).backups()).containsExactly("c");
  }

  @Test
  void aTakerThatCannotReadItsOwnBackupGoesOnFromAnotherAndTellsWhatThatLacks() throws Exception {
    Server a = start("a", storeOfA, withTwoBackups());
    Server b = start("b", storeOfB, withTwoBackups());
    var storeOfC = new FlakyStore();
    start("c", storeOfC, withTwoBackups());
    String id = sessionWithApples(a);
    storeOfC.refusesPuts = true;
    try (SessionUse use = open(a, id)) {
      use.session().setAttribute("cart", "pears");
      var unused = use.commit();
      pass(Duration.ofMillis(100));
    }
    storeOfB.refusesGets = true;
    a.crash();
    assertThat(cart(b, id)).isEqualTo("apples");
    assertThat(cluster.counter(b, "backups.unreadable")).isEqualTo(1);
    assertThat(storeOfB.values).isEmpty();
    pass(Duration.ofMinutes(1));
    assertThat(report(b).lossCount()).isEqualTo(1);
  }

  @Test
  void whatTheOnlyBackupHadIsLostAndToldWhenItCannotBeRead() throws Exception {
    Server a = start("a", storeOfA);
    Server b = start("b", storeOfB);
    String id = sessionWithApples(a);
    start("c", new FlakyStore());
    storeOfB.refusesGets = true;
    a.crash();
    assertThat(find(b, id)).isEmpty();
    assertThat(cluster.counter(b, "backups.unreadable")).isEqualTo(1);
    pass(Duration.ofMinutes(1));
    NodeReport report = report(b);
    assertThat(report.lossCount()).isEqualTo(1);
    assertThat(report.losses().get(0).fromSequence()).isEqualTo(1);
  }

  @Test
  void otherBytesThanWerePutAreFoundByVerificationAndSentAgain() throws Exception {
    Server a = start("a", storeOfA);
    Server b = start("b", storeOfB);
    String id = sessionWithApples(a);
    storeOfB.values.replaceAll((number, bytes) -> "stones".getBytes(StandardCharsets.UTF_8));
    pass(Duration.ofMinutes(6));
    assertThat(cluster.counter(b, "backups.unreadable")).isEqualTo(1);
    assertThat(report(b).lossCount()).isZero();
    assertThat(storeOfB.values).hasSize(1);
    a.crash();
    assertThat(cart(b, id)).isEqualTo("apples");
  }

  @Test
  void whatAnOwnerLetsGoStaysInMemoryWhenItCannotBeStored() throws Exception {
    Server a = start("a", storeOfA);
    Server b = start("b", storeOfB);
    storeOfB.refusesPuts = true;
    storeOfA.refusesPuts = true;
    String id;
    try (SessionUse use = create(a)) {
      use.session().setAttribute("cart", "apples");
      assertThat(commit(use)).isEqualTo(ReplicationLevel.UNPROTECTED);
      id = use.session().id();
    }
    pass(Duration.ofSeconds(5));
    assertThat(cart(b, id)).isEqualTo("apples");
    assertThat(cluster.counter(a, "backups.store-failures")).isPositive();
  }

  @Test
  void aRemovalThatFailsHarmsNothing() throws Exception {
    Server a = start("a", storeOfA);
    Server b = start("b", storeOfB);
    String id = sessionWithApples(a);
    storeOfB.refusesRemovals = true;
    try (SessionUse use = open(a, id)) {
      use.session().setAttribute("cart", "pears");
      assertThat(commit(use)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    }
    a.crash();
    assertThat(cart(b, id)).isEqualTo("pears");
  }

  @Test
  void aClosedStoreIsUsedNoMore() throws Exception {
    Server a = start("a", storeOfA);
    Server b = start("b", storeOfB);
    sessionWithApples(a);
    b.close();
    pass(Duration.ofSeconds(15).plus(MOMENT));
    assertThat(storeOfB.closed).isTrue();
  }
}
