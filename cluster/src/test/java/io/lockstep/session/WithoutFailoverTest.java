package io.lockstep.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.node.VirtualCluster.Server;
import io.lockstep.report.NodeReport;
import io.lockstep.session.SessionSettings.Replication;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Clustering without failover, on all servers or on some. */
class WithoutFailoverTest extends SessionTestBase {
  private static final SessionSettings WITHOUT =
      DEFAULTS.toBuilder().replication(Replication.ASYNC).backups(0).build();

  private Server start(String server, SessionSettings settings) {
    return cluster.start(server, settings);
  }

  private NodeReport report(Server server) throws Exception {
    return cluster.await(server.node().observer().report());
  }

  @Test
  void sessionHasNoBackupAndIsNotListedAsLackingOne() throws Exception {
    Server a = start("a", WITHOUT);
    Server b = start("b", WITHOUT);
    SessionUse use = create(a);
    use.session().setAttribute("cart", "apples");
    assertThat(commit(use)).isEqualTo(ReplicationLevel.UNPROTECTED);
    pass(Duration.ofMinutes(2));
    assertThat(report(a).sessions().get(0).backups()).isEmpty();
    assertThat(report(a).unassigned()).isZero();
    assertThat(report(a).unprotected()).isEqualTo(1);
    assertThat(report(b).backupCount()).isZero();
  }

  @Test
  void nodeWithoutFailoverHoldsNoBackupsOfOthers() throws Exception {
    Server a = start("a", DEFAULTS);
    start("b", WITHOUT);
    SessionUse use = create(a);
    use.session().setAttribute("cart", "apples");
    assertThat(commit(use)).isEqualTo(ReplicationLevel.UNPROTECTED);
    assertThat(report(a).unassigned()).isEqualTo(1);
    Server c = start("c", DEFAULTS);
    pass(Duration.ofSeconds(10));
    assertThat(report(a).sessions().get(0).backups()).containsExactly("c");
    assertThat(report(c).backupCount()).isEqualTo(1);
  }

  @Test
  void sessionStillFollowsItsVisitorToAnotherLivingServer() throws Exception {
    Server a = start("a", WITHOUT);
    Server b = start("b", WITHOUT);
    SessionUse use = create(a);
    use.session().setAttribute("cart", "apples");
    commit(use);
    use.close();
    pass(Duration.ofSeconds(2));
    SessionUse there = open(b, use.session().id());
    assertThat(there.session().getAttribute("cart")).isEqualTo("apples");
    there.close();
    pass(Duration.ofMinutes(2));
    assertThat(report(a).sessions()).isEmpty();
    assertThat(report(a).backupCount()).isZero();
    assertThat(report(b).sessions().get(0).backups()).isEmpty();
  }

  @Test
  void sessionThatCameFromANodeWithoutFailoverGetsABackupElsewhere() throws Exception {
    Server a = start("a", WITHOUT);
    Server b = start("b", DEFAULTS);
    SessionUse use = create(a);
    commit(use);
    use.close();
    pass(Duration.ofSeconds(2));
    open(b, use.session().id()).close();
    pass(Duration.ofMinutes(2));
    assertThat(report(b).sessions().get(0).backups()).isEmpty();
    start("c", DEFAULTS);
    pass(Duration.ofMinutes(2));
    assertThat(report(b).sessions().get(0).backups()).containsExactly("c");
    assertThat(report(a).backupCount()).isZero();
  }
}
