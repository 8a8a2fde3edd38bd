package io.lockstep.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.node.VirtualCluster;
import io.lockstep.node.VirtualCluster.Server;
import io.lockstep.report.NodeReport;
import io.lockstep.transport.NodeId;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * An owner that is cut off or asleep until a majority declares it dead: the others go on with its
 * sessions, and what it comes back with counts for nothing.
 */
class DeclaredDeadTest extends SessionTestBase {
  private static final Duration UNTIL_DECLARED = Duration.ofSeconds(90);

  private final VirtualCluster votes = new VirtualCluster(2, false, codec);
  private Server a = votes.start("a");
  private Server b = votes.start("b");
  private Server c = votes.start("c");

  @BeforeEach
  void startThree() {
    assertThat(c.node().started()).isCompleted();
  }

  private ReplicationLevel commitHere(SessionUse use) throws Exception {
    return votes.await(use.commit());
  }

  private SessionUse openHere(Server server, String id) throws Exception {
    return votes.await(server.node().sessions().open(id, 0)).orElseThrow();
  }

  private String createCart(Server server) throws Exception {
    try (SessionUse use = server.node().sessions().create(INTERVAL)) {
      use.session().setAttribute("cart", "apples");
      assertThat(commitHere(use)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
      return use.session().id();
    }
  }

  private NodeReport report(Server server) throws Exception {
    return votes.await(server.node().observer().report());
  }

  @Test
  void nodeThatWasDeclaredDeadJoinsAgainAndOwnsNothing() throws Exception {
    String id = createCart(a);
    NodeId before = a.node().id();
    votes.network.isolate(a.transport());
    votes.pass(UNTIL_DECLARED);
    try (SessionUse use = openHere(b, id)) {
      assertThat(use.session().getAttribute("cart")).isEqualTo("apples");
      use.session().setAttribute("cart", "pears");
      assertThat(commitHere(use)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    }
    votes.network.heal();
    votes.pass(Duration.ofSeconds(20));
    assertThat(a.node().id()).isNotEqualTo(before);
    assertThat(report(a).sessionCount()).isZero();
    try (SessionUse use = openHere(a, id)) {
      assertThat(use.session().getAttribute("cart")).isEqualTo("pears");
    }
  }

  @Test
  void whatACutOffOwnerWroteIsToldUnprotectedAndReportedLostInFull() throws Exception {
    String id = createCart(a);
    votes.network.isolate(a.transport());
    for (String fruit : new String[] {"plums", "figs", "dates"}) {
      try (SessionUse use = openHere(a, id)) {
        use.session().setAttribute("cart", fruit);
        assertThat(commitHere(use)).isEqualTo(ReplicationLevel.UNPROTECTED);
      }
    }
    votes.pass(UNTIL_DECLARED);
    try (SessionUse use = openHere(b, id)) {
      assertThat(use.session().getAttribute("cart")).isEqualTo("apples");
    }
    votes.network.heal();
    votes.pass(Duration.ofSeconds(20));
    NodeReport report = report(a);
    assertThat(report.lossCount()).isEqualTo(1);
    assertThat(report.losses().get(0).fromSequence()).isEqualTo(2);
    assertThat(report.losses().get(0).toSequence()).isEqualTo(4);
  }

  @Test
  void ownerThatSleptThroughItsDeathIsNeverAcknowledged() throws Exception {
    String id = createCart(a);
    SessionUse sleeping = openHere(a, id);
    a.loop().pause();
    votes.pass(UNTIL_DECLARED);
    try (SessionUse use = openHere(b, id)) {
      use.session().setAttribute("cart", "pears");
      assertThat(commitHere(use)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    }
    sleeping.session().setAttribute("cart", "plums");
    var level = sleeping.commit();
    a.loop().resume();
    votes.pass(Duration.ofSeconds(20));
    assertThat(level).isDone();
    assertThat(level.isCompletedExceptionally() || level.join() == ReplicationLevel.UNPROTECTED)
        .isTrue();
    assertThat(report(a).sessionCount()).isZero();
    try (SessionUse use = openHere(c, id)) {
      assertThat(use.session().getAttribute("cart")).isEqualTo("pears");
    }
  }

  @Test
  void backupThatWasDeclaredDeadIsNoBackupWhenItComesBack() throws Exception {
    String id = createCart(a);
    String backup = report(a).sessions().get(0).backups().get(0);
    Server lost = backup.equals("b") ? b : c;
    votes.network.isolate(lost.transport());
    votes.pass(UNTIL_DECLARED);
    try (SessionUse use = openHere(a, id)) {
      use.session().setAttribute("cart", "pears");
      assertThat(commitHere(use)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    }
    votes.network.heal();
    votes.pass(Duration.ofSeconds(20));
    assertThat(report(lost).backupCount()).isZero();
    a.crash();
    votes.pass(UNTIL_DECLARED);
    try (SessionUse use = openHere(lost, id)) {
      assertThat(use.session().getAttribute("cart")).isEqualTo("pears");
    }
  }

  @Test
  void endedSessionDoesNotComeBackWithANodeThatMissedItsEnd() throws Exception {
    String id = createCart(a);
    votes.network.isolate(a.transport());
    votes.pass(UNTIL_DECLARED);
    try (SessionUse use = openHere(b, id)) {
      use.session().invalidate();
      assertThat(commitHere(use)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    }
    votes.network.heal();
    votes.pass(Duration.ofSeconds(20));
    for (Server server : new Server[] {a, b, c}) {
      assertThat(votes.await(server.node().sessions().open(id, 0))).isEmpty();
    }
  }
}
