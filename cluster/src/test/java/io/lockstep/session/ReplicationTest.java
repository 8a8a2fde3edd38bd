package io.lockstep.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.node.VirtualCluster.Server;
import io.lockstep.report.NodeReport;
import io.lockstep.report.NodeReport.SessionReport;
import io.lockstep.session.SessionSettings.Replication;
import io.lockstep.session.SessionSettings.WhenUnavailable;
import io.lockstep.transport.VirtualNetwork.VirtualTransport;
import io.lockstep.wire.MessageType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Which level a call is told, and who the backups are. */
class ReplicationTest extends SessionTestBase {
  private static final Duration ACK_TIMEOUT = DEFAULTS.backupAckTimeout();

  private NodeReport report(Server server) throws Exception {
    return cluster.await(server.node().observer().report());
  }

  private SessionReport onlySession(Server server) throws Exception {
    return report(server).sessions().get(0);
  }

  private Server serverOf(String name, Server... servers) {
    return List.of(servers).stream()
        .filter(server -> server.node().address().server().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** The node receives, and nothing it says comes through: it acknowledges nothing. */
  private void mute(VirtualTransport transport) {
    cluster.network.lose(frame -> frame.from() == transport && frame.to() != transport);
  }

  @Test
  void acknowledgedCallIsAnsweredWithinOneRoundTrip() throws Exception {
    Server a = cluster.start("a");
    cluster.start("b");
    try (SessionUse use = create(a)) {
      commit(use);
      Duration before = cluster.time.elapsed();
      use.session().setAttribute("cart", "apples");
      assertThat(commit(use)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
      assertThat(cluster.time.elapsed().minus(before)).isLessThan(Duration.ofMillis(3));
    }
  }

  @Test
  void firstCommitOfANewSessionWaitsForItsBackup() throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    try (SessionUse use = create(a)) {
      String id = use.session().id();
      assertThat(commit(use)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
      a.crash();
      assertThat(find(b, id)).isPresent();
    }
  }

  @Test
  void asyncCallIsToldSentAtOnce() throws Exception {
    Server a = cluster.start("a", with(Replication.ASYNC));
    Server b = cluster.start("b", with(Replication.ASYNC));
    String id;
    try (SessionUse use = create(a)) {
      id = use.session().id();
      commit(use);
      pass(Duration.ofMillis(10));
      use.session().setAttribute("cart", "apples");
      var level = use.commit();
      assertThat(level).isCompletedWithValue(ReplicationLevel.SENT);
    }
    pass(Duration.ofMillis(10));
    a.crash();
    try (SessionUse use = open(b, id)) {
      assertThat(use.session().getAttribute("cart")).isEqualTo("apples");
    }
  }

  @Test
  void asyncCallWithoutABackupIsToldUnprotected() throws Exception {
    Server a = cluster.start("a", with(Replication.ASYNC));
    try (SessionUse use = create(a)) {
      pass(Duration.ofMillis(10));
      use.session().setAttribute("cart", "apples");
      assertThat(commit(use)).isEqualTo(ReplicationLevel.UNPROTECTED);
    }
  }

  @Test
  void callWithoutABackupGoesOnUnprotectedByDefault() throws Exception {
    Server a = cluster.start("a");
    try (SessionUse use = create(a)) {
      use.session().setAttribute("cart", "apples");
      assertThat(commit(use)).isEqualTo(ReplicationLevel.UNPROTECTED);
    }
    assertThat(report(a).unassigned()).isEqualTo(1);
  }

  @Test
  void callWithoutABackupFailsWhenThatIsAskedFor() throws Exception {
    Server a = cluster.start("a", with(WhenUnavailable.FAIL));
    try (SessionUse use = create(a)) {
      use.session().setAttribute("cart", "apples");
      assertThat(failure(use))
          .isInstanceOf(SessionUnavailableException.class)
          .hasMessageContaining("when-unavailable");
      Server b = cluster.start("b", with(WhenUnavailable.FAIL));
      assertThat(b.node().started()).isCompleted();
      assertThat(commit(use)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    }
  }

  @Test
  void sessionWithoutABackupGetsOneWhenANodeJoins() throws Exception {
    Server a = cluster.start("a");
    String id;
    try (SessionUse use = create(a)) {
      id = use.session().id();
      use.session().setAttribute("cart", "apples");
      commit(use);
    }
    Server b = cluster.start("b");
    assertThat(onlySession(a).backups()).containsExactly("b");
    assertThat(report(a).unassigned()).isZero();
    a.crash();
    try (SessionUse use = open(b, id)) {
      assertThat(use.session().getAttribute("cart")).isEqualTo("apples");
    }
  }

  @Test
  void backupThatDiesIsReplaced() throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    Server c = cluster.start("c");
    SessionUse use = create(a);
    commit(use);
    String backup = onlySession(a).backups().get(0);
    serverOf(backup, b, c).crash();
    use.session().setAttribute("cart", "apples");
    assertThat(commit(use)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    assertThat(onlySession(a).backups()).hasSize(1).doesNotContain(backup).isSubsetOf("b", "c");
  }

  @Test
  void backupThatLeavesIsReplacedAtOnce() throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    Server c = cluster.start("c");
    SessionUse use = create(a);
    commit(use);
    String backup = onlySession(a).backups().get(0);
    serverOf(backup, b, c).close();
    pass(Duration.ofMillis(100));
    assertThat(onlySession(a).backups()).hasSize(1).doesNotContain(backup);
    assertThat(commit(use)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
  }

  @Test
  void backupThatDoesNotAcknowledgeForTwoSecondsIsReplaced() throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    Server c = cluster.start("c");
    SessionUse use = create(a);
    commit(use);
    String backup = onlySession(a).backups().get(0);
    mute(serverOf(backup, b, c).transport());
    use.session().setAttribute("cart", "apples");
    Duration before = cluster.time.elapsed();
    var level = use.commit();
    pass(ACK_TIMEOUT.minusMillis(200));
    assertThat(level).isNotDone();
    assertThat(onlySession(a).backups()).containsExactly(backup);
    pass(Duration.ofMillis(400));
    assertThat(onlySession(a).backups()).hasSize(1).doesNotContain(backup);
    assertThat(cluster.time.elapsed().minus(before)).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void sessionWithAReplacedBackupIsProtectedOnceTheFormerBackupHasLetGo() throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    Server c = cluster.start("c");
    SessionUse use = create(a);
    commit(use);
    String backup = onlySession(a).backups().get(0);
    mute(serverOf(backup, b, c).transport());
    use.session().setAttribute("cart", "apples");
    assertThat(commit(use)).isEqualTo(ReplicationLevel.UNPROTECTED);
    cluster.network.heal();
    pass(Duration.ofSeconds(2));
    use.session().setAttribute("cart", "pears");
    assertThat(commit(use)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
  }

  @Test
  void withoutAnotherNodeALateBackupIsNotWaitedForAgainAndComesBackByItself() throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    SessionUse use = create(a);
    commit(use);
    mute(b.transport());
    use.session().setAttribute("cart", "apples");
    Duration before = cluster.time.elapsed();
    assertThat(commit(use)).isEqualTo(ReplicationLevel.UNPROTECTED);
    assertThat(cluster.time.elapsed().minus(before)).isLessThan(ACK_TIMEOUT.plusMillis(200));
    before = cluster.time.elapsed();
    use.session().setAttribute("cart", "pears");
    assertThat(commit(use)).isEqualTo(ReplicationLevel.UNPROTECTED);
    assertThat(cluster.time.elapsed().minus(before)).isLessThan(Duration.ofMillis(200));
    cluster.network.heal();
    pass(Duration.ofSeconds(3));
    use.session().setAttribute("cart", "plums");
    assertThat(commit(use)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
  }

  @Test
  void whatTheBackupHasNotAcknowledgedIsReported() throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    SessionUse use = create(a);
    commit(use);
    assertThat(onlySession(a).pending()).isZero();
    mute(b.transport());
    use.session().setAttribute("cart", "apples");
    var level = use.commit();
    pass(Duration.ofMillis(300));
    assertThat(onlySession(a).pending()).isEqualTo(1);
    cluster.network.heal();
    assertThat(cluster.await(level)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    assertThat(onlySession(a).pending()).isZero();
  }

  @Test
  void lostBatchesAndLostAcknowledgementsAreMadeUpFor() throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    SessionUse use = create(a);
    String id = use.session().id();
    commit(use);
    for (MessageType<?> type : List.of(MessageType.BATCH, MessageType.BATCH_ACK)) {
      boolean[] first = {true};
      cluster.network.lose(
          frame -> {
            boolean lost = first[0] && frame.envelope().getType() == type.number();
            first[0] &= !lost;
            return lost;
          });
      use.session().setAttribute(type.name(), "sent");
      assertThat(commit(use)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
      cluster.network.heal();
    }
    use.close();
    a.crash();
    try (SessionUse next = open(b, id)) {
      assertThat(next.session().attributeNames()).containsExactlyInAnyOrder("Batch", "BatchAck");
    }
  }

  /** Loses all of them from now on, and counts how often one is begun. */
  private AtomicInteger lose(MessageType<?> type) {
    var begun = new AtomicInteger();
    cluster.network.lose(
        frame -> {
          boolean isOfType = frame.envelope().getType() == type.number();
          if (isOfType && frame.envelope().getPart().getIndex() == 0) {
            begun.incrementAndGet();
          }
          return isOfType;
        });
    return begun;
  }

  @Test
  void largeChangeIsSentAgainOnlyWhenItCannotBeOnItsWayAnyMore() throws Exception {
    Server a = cluster.start("a");
    cluster.start("b");
    SessionUse use = create(a);
    commit(use);
    AtomicInteger sent = lose(MessageType.BATCH);
    use.session().setAttribute("picture", "x".repeat(8_000_000));
    var level = use.commit();
    pass(Duration.ofMillis(2_100));
    assertThat(sent).hasValue(1);
    pass(Duration.ofMillis(300));
    assertThat(sent).hasValue(2);
    assertThat(cluster.await(level)).isEqualTo(ReplicationLevel.UNPROTECTED);
    cluster.network.heal();
    use.session().setAttribute("title", "apples");
    assertThat(commit(use)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
  }

  @Test
  void largeCopyIsSentAgainOnlyWhenItCannotBeOnItsWayAnyMore() throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    SessionUse use = create(a);
    use.session().setAttribute("picture", "x".repeat(8_000_000));
    commit(use);
    cluster.start("c");
    AtomicInteger sent = lose(MessageType.INSTALL);
    b.crash();
    while (sent.get() == 0) {
      pass(Duration.ofMillis(10));
    }
    pass(Duration.ofMillis(2_100));
    assertThat(sent).hasValue(1);
    pass(Duration.ofMillis(400));
    assertThat(sent).hasValue(2);
    cluster.network.heal();
    pass(Duration.ofSeconds(5));
    use.session().setAttribute("title", "apples");
    assertThat(commit(use)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
  }

  @Test
  void asyncCallWhoseBackupIsLateIsNotToldSent() throws Exception {
    Server a = cluster.start("a", with(Replication.ASYNC));
    Server b = cluster.start("b", with(Replication.ASYNC));
    SessionUse use = create(a);
    commit(use);
    pass(Duration.ofMillis(100));
    mute(b.transport());
    use.session().setAttribute("cart", "apples");
    commit(use);
    pass(ACK_TIMEOUT.plusSeconds(1));
    long before = cluster.network.delivered(MessageType.BATCH.number());
    use.session().setAttribute("cart", "pears");
    ReplicationLevel level = commit(use);
    pass(Duration.ofMillis(100));
    boolean sent = cluster.network.delivered(MessageType.BATCH.number()) > before;
    assertThat(level).isEqualTo(sent ? ReplicationLevel.SENT : ReplicationLevel.UNPROTECTED);
  }
}
