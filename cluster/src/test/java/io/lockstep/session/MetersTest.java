package io.lockstep.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.lockstep.node.VirtualCluster.Server;
import io.lockstep.report.NodeReport;
import io.lockstep.report.NodeReport.CounterReport;
import io.lockstep.report.NodeReport.TimingReport;
import io.lockstep.session.SessionSettings.Replication;
import io.lockstep.wire.MessageType;
import java.time.Duration;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

/** What the meters of sessions say of what has happened. */
class MetersTest extends SessionTestBase {
  private NodeReport report(Server server) throws Exception {
    return cluster.await(server.node().observer().report());
  }

  private TimingReport timing(Server server, String name) throws Exception {
    return report(server).timings().stream()
        .filter(timing -> timing.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private String change(SessionUse use, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      use.session().setAttribute("cart", "apples " + i);
      commit(use);
    }
    return use.session().id();
  }

  @Test
  void areThereBeforeAnythingHasHappened() throws Exception {
    assertThat(report(cluster.start("a")).counters())
        .extracting(CounterReport::name, CounterReport::value)
        .contains(
            tuple("sessions.changes", 0L),
            tuple("sessions.losses", 0L),
            tuple("sessions.taken-over", 0L),
            tuple("sessions.handed-over", 0L),
            tuple("sessions.gaps", 0L),
            tuple("backups.differing", 0L));
  }

  @Test
  void countAcknowledgedChangesAndTimeThem() throws Exception {
    Server a = cluster.start("a");
    cluster.start("b");
    try (SessionUse use = create(a)) {
      commit(use);
      long before = cluster.counter(a, "sessions.changes");
      change(use, 10);
      assertThat(cluster.counter(a, "sessions.changes") - before).isEqualTo(10);
    }
    assertThat(cluster.counter(a, "sessions.changes-acknowledged")).isGreaterThanOrEqualTo(10);
    assertThat(cluster.counter(a, "sessions.whole-copies")).isEqualTo(1);
    assertThat(cluster.counter(a, "sessions.resends")).isZero();
    TimingReport acknowledgement = timing(a, "sessions.acknowledgement");
    assertThat(acknowledgement.count())
        .isEqualTo(cluster.counter(a, "sessions.changes-acknowledged"));
    assertThat(acknowledgement.p50Us()).isBetween(1L, 3_000L);
    assertThat(acknowledgement.longestUs()).isLessThan(3_100L);
  }

  @Test
  void timeAcknowledgementsOfAsynchronousChangesToo() throws Exception {
    Server a = cluster.start("a", with(Replication.ASYNC));
    cluster.start("b", with(Replication.ASYNC));
    try (SessionUse use = create(a)) {
      commit(use);
      pass(Duration.ofMillis(50));
      long before = timing(a, "sessions.acknowledgement").count();
      change(use, 3);
      pass(Duration.ofMillis(50));
      assertThat(timing(a, "sessions.acknowledgement").count() - before).isEqualTo(3);
    }
  }

  @Test
  void countChangesWithoutABackupAsNotAcknowledged() throws Exception {
    Server a = cluster.start("a");
    try (SessionUse use = create(a)) {
      change(use, 3);
    }
    assertThat(cluster.counter(a, "sessions.changes")).isGreaterThanOrEqualTo(3);
    assertThat(cluster.counter(a, "sessions.changes-acknowledged")).isZero();
  }

  @Test
  void countResends() throws Exception {
    Server a = cluster.start("a");
    cluster.start("b");
    try (SessionUse use = create(a)) {
      commit(use);
      cluster.network.loseType(MessageType.BATCH.number());
      use.session().setAttribute("cart", "apples");
      var level = use.commit();
      pass(Duration.ofMillis(600));
      assertThat(level).isNotDone();
    }
    assertThat(cluster.counter(a, "sessions.resends")).isPositive();
  }

  @Test
  void timeTakeOversAndHandOvers() throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    String id;
    try (SessionUse use = create(a)) {
      id = change(use, 1);
    }
    pass(Duration.ofSeconds(2));
    open(b, id).close();
    assertThat(cluster.counter(a, "sessions.handed-over")).isEqualTo(1);
    assertThat(timing(a, "sessions.hand-over").count()).isEqualTo(1);
    assertThat(cluster.counter(b, "sessions.taken-over")).isEqualTo(1);
    TimingReport takeOver = timing(b, "sessions.take-over");
    assertThat(takeOver.count()).isEqualTo(1);
    assertThat(takeOver.lastUs()).isBetween(1_000L, 100_000L);
    pass(Duration.ofMinutes(2));
    assertThat(timing(b, "sessions.take-over").count()).isZero();
    assertThat(timing(b, "sessions.take-over").lastUs()).isEqualTo(takeOver.lastUs());
  }

  @Test
  void countDocumentChangesOneByOne() throws Exception {
    Server a = cluster.start("a");
    cluster.start("b");
    Document document = DocumentBuilderFactory.newInstance().newDocumentBuilder().newDocument();
    document.appendChild(document.createElement("order"));
    try (SessionUse use = create(a)) {
      use.session().documents().register("order", document, DocumentScope.SERVER_ONLY);
      commit(use);
      assertThat(cluster.counter(a, "documents.changes")).isEqualTo(1);
      document.getDocumentElement().setAttribute("state", "open");
      document.getDocumentElement().setAttribute("for", "Ada");
      commit(use);
      assertThat(cluster.counter(a, "documents.changes")).isEqualTo(3);
    }
  }

  @Test
  void tellTheBytesOfTheBackupsHeld() throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    try (SessionUse use = create(a)) {
      use.session().setAttribute("cart", "apples".repeat(1_000));
      commit(use);
      pass(Duration.ofSeconds(2));
      assertThat(report(b).backupBytes()).isEqualTo(report(b).backups().get(0).bytes());
      assertThat(report(b).backupBytes()).isGreaterThan(6_000);
      assertThat(report(a).backupBytes()).isZero();
    }
  }
}
