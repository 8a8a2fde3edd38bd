package io.lockstep.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.node.VirtualCluster;
import io.lockstep.node.VirtualCluster.Server;
import io.lockstep.report.NodeReport.MemberReport;
import io.lockstep.report.Readiness;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a report tells of the members. */
class MemberReportTest {
  /** Without anybody who says at once that nobody else is there. */
  private final VirtualCluster cluster = new VirtualCluster(1, false, new TextCodec());

  private MemberReport member(Server reporter, String server) throws Exception {
    return cluster.await(reporter.node().observer().report()).members().stream()
        .filter(member -> member.server().equals(server))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aServerThatDoesNotKnowItsClusterYetIsTold() throws Exception {
    Server c = cluster.start("c");
    Server held = cluster.start("d");
    cluster.pass(Duration.ofSeconds(30));
    cluster.network.isolate(held.transport());
    Server b = cluster.start("b");
    assertThat(member(b, "b").synchronising()).isTrue();
    assertThat(member(c, "b").synchronising()).isTrue();
    assertThat(member(c, "c").synchronising()).isFalse();
    assertThat(b.node().readiness()).isEqualTo(Readiness.STARTING);
    cluster.pass(Duration.ofSeconds(20));
    assertThat(member(b, "b").synchronising()).isFalse();
    assertThat(member(c, "b").synchronising()).isFalse();
    assertThat(b.node().readiness()).isEqualTo(Readiness.READY);
  }

  @Test
  void aServerWhoseTransportIsDownIsAlone() throws Exception {
    Server a = cluster.start("a");
    cluster.start("b");
    cluster.pass(Duration.ofSeconds(30));
    assertThat(a.node().readiness()).isEqualTo(Readiness.READY);
    a.transport().disconnect();
    cluster.pass(Duration.ofSeconds(1));
    assertThat(a.node().readiness()).isEqualTo(Readiness.ALONE);
  }
}
