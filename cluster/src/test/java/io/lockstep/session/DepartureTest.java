package io.lockstep.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.node.VirtualCluster.Server;
import io.lockstep.report.NodeReport;
import io.lockstep.report.NodeReport.SessionReport;
import io.lockstep.wire.MessageType;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A server that leaves in order leaves no session behind. */
class DepartureTest extends SessionTestBase {
  private static final Duration STEP = Duration.ofMillis(5);
  private static final Duration BOUND = Duration.ofSeconds(11);

  private NodeReport report(Server server) throws Exception {
    return cluster.await(server.node().observer().report());
  }

  private String sessionAt(Server server) throws Exception {
    try (SessionUse use = create(server)) {
      use.session().setAttribute("cart", "apples");
      commit(use);
      return use.session().id();
    }
  }

  /** Lets time pass until the others hear that it has left. */
  private Duration leave(Server server) {
    long before = cluster.network.delivered(MessageType.LEAVE.number());
    Duration begin = cluster.time.elapsed();
    server.close();
    while (cluster.network.delivered(MessageType.LEAVE.number()) == before
        && cluster.time.elapsed().minus(begin).compareTo(BOUND) < 0) {
      pass(STEP);
    }
    return cluster.time.elapsed().minus(begin);
  }

  private static boolean isSafe(SessionReport session) {
    return session.level().equals("acknowledged") && !session.backups().contains("a");
  }

  @Test
  void allSessionsHaveANewOwnerAndAnotherBackupBeforeTheServerGoes() throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    Server c = cluster.start("c");
    for (int i = 0; i < 300; i++) {
      sessionAt(a);
    }
    assertThat(leave(a)).isLessThan(Duration.ofSeconds(1));
    assertThat(report(b).sessionCount() + report(c).sessionCount()).isEqualTo(300);
    assertThat(report(b).sessions()).allMatch(DepartureTest::isSafe);
    assertThat(report(c).sessions()).allMatch(DepartureTest::isSafe);
    assertThat(cluster.counter(b, "sessions.adopted") + cluster.counter(c, "sessions.adopted"))
        .isZero();
  }

  @Test
  void theLastServerThatStaysHasTheSessionsBeforeTheOtherGoesHoweverSlowTheNetworkIs()
      throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    String id = sessionAt(a);
    cluster.network.slow(Duration.ofMillis(150));
    leave(a);
    assertThat(report(b).sessionCount()).isEqualTo(1);
    try (SessionUse use = open(b, id)) {
      assertThat(use.session().getAttribute("cart")).isEqualTo("apples");
    }
  }

  @Test
  void whatItBacksUpForOthersHasAnotherBackupBeforeItGoes() throws Exception {
    Server b = cluster.start("b");
    Server a = cluster.start("a");
    String id = sessionAt(b);
    assertThat(report(b).sessions().get(0).backups()).containsExactly("a");
    Server c = cluster.start("c");
    leave(a);
    assertThat(report(b).sessions().get(0).backups()).containsExactly("c");
    assertThat(report(b).sessions().get(0).level()).isEqualTo("acknowledged");
    b.crash();
    assertThat(find(c, id)).isPresent();
  }

  @Test
  void aSessionWithoutAnotherCopyGetsOneAndMoves() throws Exception {
    var nobody = new boolean[] {true};
    cluster.backups(
        () ->
            BackupManagement.defaults()
                .withSelector(
                    (candidates, origin) ->
                        nobody[0] ? Optional.empty() : candidates.stream().findFirst()));
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    String id = sessionAt(a);
    assertThat(report(a).unassigned()).isEqualTo(1);
    nobody[0] = false;
    leave(a);
    try (SessionUse use = open(b, id)) {
      assertThat(use.session().getAttribute("cart")).isEqualTo("apples");
    }
  }

  @Test
  void ofTwoServersTheOtherHasAllSessionsAtOnce() throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    sessionAt(a);
    sessionAt(b);
    assertThat(leave(a)).isLessThan(Duration.ofSeconds(1));
    assertThat(report(b).sessionCount()).isEqualTo(2);
  }

  @Test
  void aRequestThatIsStillRunningMayEnd() throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    String id = sessionAt(a);
    SessionUse running = open(a, id);
    a.close();
    pass(Duration.ofMillis(500));
    running.session().setAttribute("colour", "red");
    assertThat(commit(running)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    running.close();
    pass(Duration.ofMillis(500));
    try (SessionUse use = open(b, id)) {
      assertThat(use.session().getAttribute("colour")).isEqualTo("red");
    }
  }

  @Test
  void theLastServerDoesNotWait() throws Exception {
    Server a = cluster.start("a");
    sessionAt(a);
    a.close();
    pass(Duration.ofMillis(100));
    assertThat(a.transport().isOpen()).isFalse();
  }

  @Test
  void aServerWhoseSessionsNobodyTakesLeavesAfterAWhile() throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    String id = sessionAt(a);
    cluster.network.loseType(MessageType.HAND_OFF.number());
    assertThat(leave(a)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(3));
    assertThat(find(b, id)).isPresent();
  }
}
