package io.lockstep.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.node.VirtualCluster;
import io.lockstep.node.VirtualCluster.Server;
import io.lockstep.report.NodeReport.SessionReport;
import io.lockstep.wire.MessageType;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A backup that restarts before anybody misses it has forgotten all, and is not trusted. */
class RestartedBackupTest {
  private final VirtualCluster cluster = new VirtualCluster(1, false, new TextCodec());
  private final Server a = cluster.start("a");
  private final Server before = cluster.start("b");

  private String sessionWithApples() throws Exception {
    try (SessionUse use = a.node().sessions().create(Duration.ofMinutes(30))) {
      use.session().setAttribute("cart", "apples");
      assertThat(cluster.await(use.commit())).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
      return use.session().id();
    }
  }

  private SessionReport onlySession() throws Exception {
    List<SessionReport> sessions = cluster.await(a.node().observer().report()).sessions();
    assertThat(sessions).hasSize(1);
    return sessions.get(0);
  }

  @Test
  void aBackupThatRestartsWithinTheDetectionTimeIsNeverTrustedAndGetsAWholeCopyAgain()
      throws Exception {
    String id = sessionWithApples();
    before.crash();
    long installs = cluster.network.delivered(MessageType.INSTALL.number());
    Server after = cluster.start("b");
    assertThat(cluster.network.delivered(MessageType.INSTALL.number())).isGreaterThan(installs);
    assertThat(onlySession().backups()).containsExactly("b");
    assertThat(onlySession().level()).isEqualTo("acknowledged");
    a.crash();
    cluster.pass(Duration.ofMinutes(2));
    try (SessionUse use = cluster.await(after.node().sessions().open(id, 0)).orElseThrow()) {
      assertThat(use.session().getAttribute("cart")).isEqualTo("apples");
    }
  }

  @Test
  void whatIsWrittenWhileItIsAwayIsNotCalledProtectedBeforeItHasAWholeCopy() throws Exception {
    String id = sessionWithApples();
    before.crash();
    cluster.network.loseType(MessageType.INSTALL.number());
    cluster.start("b");
    try (SessionUse use = cluster.await(a.node().sessions().open(id, 0)).orElseThrow()) {
      use.session().setAttribute("cart", "pears");
      assertThat(cluster.await(use.commit())).isEqualTo(ReplicationLevel.UNPROTECTED);
    }
    assertThat(onlySession().level()).isEqualTo("unprotected");
    cluster.network.heal();
    cluster.pass(Duration.ofSeconds(5));
    assertThat(onlySession().level()).isEqualTo("acknowledged");
  }
}
