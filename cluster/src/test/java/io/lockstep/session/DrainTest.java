package io.lockstep.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.node.VirtualCluster.Server;
import io.lockstep.report.NodeReport;
import io.lockstep.report.NodeReport.DrainReport;
import io.lockstep.report.NodeReport.SessionReport;
import io.lockstep.report.Readiness;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A server that drains goes on serving its sessions, and takes on nothing new. */
class DrainTest extends SessionTestBase {
  private static final Duration SOON = Duration.ofSeconds(2);

  private NodeReport report(Server server) throws Exception {
    return cluster.await(server.node().observer().report());
  }

  private DrainReport drainOf(Server server) throws Exception {
    return Objects.requireNonNull(report(server).drain());
  }

  private static boolean isDraining(NodeReport report, String server) {
    return report.members().stream()
        .filter(member -> member.server().equals(server))
        .findFirst()
        .orElseThrow()
        .draining();
  }

  private String sessionAt(Server server, Duration interval) throws Exception {
    try (SessionUse use = server.node().sessions().create(interval)) {
      use.session().setAttribute("cart", "apples");
      commit(use);
      return use.session().id();
    }
  }

  private String sessionAt(Server server) throws Exception {
    return sessionAt(server, INTERVAL);
  }

  private void end(Server server, String id) throws Exception {
    try (SessionUse use = open(server, id)) {
      use.session().invalidate();
    }
  }

  private void drain(Server server) throws Exception {
    assertThat(cluster.await(server.node().drain().drainHere())).isTrue();
    pass(SOON);
  }

  private SessionReport onlySession(Server server) throws Exception {
    assertThat(report(server).sessions()).hasSize(1);
    return report(server).sessions().get(0);
  }

  @Test
  void aVisitorWithASessionGoesOnThereAndItStaysBackedUp() throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    cluster.start("c");
    String id = sessionAt(a);
    drain(a);
    pass(Duration.ofMinutes(5));
    try (SessionUse use = open(a, id)) {
      use.session().setAttribute("colour", "red");
      assertThat(commit(use)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    }
    pass(SOON);
    assertThat(onlySession(a).level()).isEqualTo("acknowledged");
    assertThat(a.node().readiness()).isEqualTo(Readiness.DRAINING);
    assertThat(isDraining(report(a), "a")).isTrue();
    assertThat(isDraining(report(b), "a")).isTrue();
    assertThat(isDraining(report(a), "b")).isFalse();
  }

  @Test
  void whatItBacksUpForOthersGetsAnotherBackup() throws Exception {
    Server b = cluster.start("b");
    Server a = cluster.start("a");
    String id = sessionAt(b);
    assertThat(onlySession(b).backups()).containsExactly("a");
    Server c = cluster.start("c");
    drain(a);
    assertThat(onlySession(b).backups()).containsExactly("c");
    assertThat(onlySession(b).level()).isEqualTo("acknowledged");
    assertThat(report(a).backupCount()).isZero();
    b.crash();
    assertThat(find(c, id)).isPresent();
  }

  @Test
  void itGetsNoBackupsOfNewSessions() throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    Server c = cluster.start("c");
    for (int i = 0; i < 5; i++) {
      sessionAt(c);
    }
    drain(a);
    for (int i = 0; i < 20; i++) {
      sessionAt(b);
    }
    assertThat(report(b).sessions()).allMatch(session -> !session.backups().contains("a"));
    assertThat(report(b).unprotected()).isZero();
  }

  @Test
  void whereNobodyElseIsThereItKeepsBackupsAndGetsNewOnes() throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    sessionAt(b);
    drain(a);
    pass(Duration.ofMinutes(3));
    sessionAt(b);
    assertThat(report(b).sessions()).allMatch(session -> session.level().equals("acknowledged"));
    assertThat(report(b).unprotected()).isZero();
    cluster.start("c");
    pass(SOON);
    assertThat(report(b).sessions()).allMatch(session -> session.backups().contains("c"));
    assertThat(report(a).backupCount()).isZero();
  }

  @Test
  void backupsDoNotWanderBetweenServersThatDrain() throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    Server c = cluster.start("c");
    sessionAt(a);
    drain(b);
    drain(c);
    long copies = cluster.counter(a, "sessions.whole-copies");
    pass(Duration.ofMinutes(5));
    assertThat(onlySession(a).level()).isEqualTo("acknowledged");
    assertThat(cluster.counter(a, "sessions.whole-copies")).isEqualTo(copies);
  }

  @Test
  void takenBackItIsAsBefore() throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    Server c = cluster.start("c");
    sessionAt(c);
    drain(a);
    assertThat(cluster.await(a.node().drain().resumeHere())).isTrue();
    pass(SOON);
    assertThat(report(a).drain()).isNull();
    assertThat(a.node().readiness()).isEqualTo(Readiness.READY);
    assertThat(isDraining(report(b), "a")).isFalse();
    sessionAt(b);
    assertThat(onlySession(b).backups()).containsExactly("a");
  }

  @Test
  void anyServerTakesTheOrderToTheOneThatItIsFor() throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    assertThat(cluster.await(a.node().drain().drainAt("b"))).isTrue();
    pass(SOON);
    assertThat(report(a).drain()).isNull();
    assertThat(report(b).drain()).isNotNull();
    assertThat(cluster.await(a.node().drain().resumeAt("b"))).isTrue();
    pass(SOON);
    assertThat(report(b).drain()).isNull();
    assertThat(cluster.await(a.node().drain().drainAt("nobody"))).isFalse();
  }

  @Test
  void aReportOfAllServersTellsHowFarEachHasCome() throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    sessionAt(a);
    drain(a);
    NodeReport seen =
        cluster.await(b.node().observer().clusterReport()).stream()
            .filter(report -> report.server().equals("a"))
            .findFirst()
            .orElseThrow();
    assertThat(Objects.requireNonNull(seen.drain()).sessionsLeft()).isEqualTo(1);
    assertThat(seen.drain().takers()).isEqualTo(1);
  }

  @Test
  void tellsHowManySessionsAreLeftAndWhenTheLastExpires() throws Exception {
    Server a = cluster.start("a");
    cluster.start("b");
    String first = sessionAt(a);
    sessionAt(a);
    sessionAt(a);
    assertThat(cluster.await(a.node().drain().drainHere())).isTrue();
    pass(Duration.ofMinutes(2));
    DrainReport begun = drainOf(a);
    assertThat(begun.sessionsAtStart()).isEqualTo(3);
    assertThat(begun.sessionsLeft()).isEqualTo(3);
    assertThat(begun.estimateFrom()).isEqualTo("expiry");
    assertThat(begun.estimateMs()).isBetween(27L * 60_000, 28L * 60_000);
    assertThat(begun.lastExpiryMs()).isEqualTo(begun.estimateMs());
    end(a, first);
    pass(SOON);
    DrainReport going = drainOf(a);
    assertThat(going.sessionsLeft()).isEqualTo(2);
    assertThat(going.estimateFrom()).isEqualTo("pace");
    assertThat(going.estimateMs()).isBetween(4L * 60_000, 5L * 60_000);
    pass(Duration.ofMinutes(29));
    assertThat(drainOf(a).sessionsLeft()).isZero();
    assertThat(drainOf(a).estimateFrom()).isEqualTo("none-left");
  }

  @Test
  void aSessionThatNeverExpiresLeavesTheEndUnknown() throws Exception {
    Server a = cluster.start("a");
    sessionAt(a, Duration.ZERO);
    sessionAt(a);
    drain(a);
    assertThat(drainOf(a).estimateFrom()).isEqualTo("unknown");
    assertThat(drainOf(a).estimateMs()).isEqualTo(-1);
    assertThat(drainOf(a).lastExpiryMs()).isEqualTo(-1);
  }

  @Test
  void tellsWhenNobodyElseTakesNewVisitors() throws Exception {
    Server a = cluster.start("a");
    drain(a);
    assertThat(drainOf(a).takers()).isZero();
    Server b = cluster.start("b");
    pass(Duration.ofSeconds(15));
    assertThat(drainOf(a).takers()).isEqualTo(1);
    drain(b);
    assertThat(drainOf(a).takers()).isZero();
    assertThat(drainOf(b).takers()).isZero();
  }

  @Test
  void stoppedInOrderItLosesNothing() throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    String id = sessionAt(a);
    drain(a);
    a.close();
    pass(SOON);
    assertThat(a.transport().isOpen()).isFalse();
    try (SessionUse use = open(b, id)) {
      assertThat(use.session().getAttribute("cart")).isEqualTo("apples");
    }
  }

  @Test
  void aServerThatStartsAgainDoesNotDrain() throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    drain(a);
    a.crash();
    Server again = cluster.start("a");
    pass(Duration.ofSeconds(15));
    assertThat(report(again).drain()).isNull();
    assertThat(again.node().readiness()).isEqualTo(Readiness.READY);
    assertThat(isDraining(report(b), "a")).isFalse();
  }
}
