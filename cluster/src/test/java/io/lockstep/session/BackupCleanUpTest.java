package io.lockstep.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.node.VirtualCluster;
import io.lockstep.node.VirtualCluster.Server;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * A backup is dropped when it was not modified for longer than its session's own interval, and the
 * session lives nowhere; only both together.
 */
class BackupCleanUpTest {
  private static final Duration PERIOD = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMinutes(10);

  /** Nobody but a majority decides that a node is dead, so that of two the other is only silent. */
  private final VirtualCluster cluster = new VirtualCluster(1, false, new TextCodec());

  BackupCleanUpTest() {
    BackupPeriods usual = BackupPeriods.defaults();
    var periods =
        new BackupPeriods(
            usual.assignment(), usual.verification(), PERIOD, usual.resend(), usual.request());
    cluster.backups(() -> BackupManagement.defaults().withPeriods(periods));
  }

  private SessionUse create(Server server, Duration interval) throws Exception {
    SessionUse use = server.node().sessions().create(interval);
    use.session().setAttribute("cart", "apples");
    assertThat(cluster.await(use.commit())).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    return use;
  }

  private int backups(Server server) throws Exception {
    return cluster.await(server.node().observer().report()).backups().size();
  }

  @Test
  void backupWhoseSessionLivesNowhereGoesWithinAPeriodOnceItsIntervalIsOver() throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    create(a, SHORT).close();
    a.crash();
    cluster.pass(SHORT.plus(SHORT.dividedBy(5)));
    // Its new life ends the old one, too late for anybody to adopt the session.
    cluster.start("a");
    cluster.pass(PERIOD.plusSeconds(1));
    assertThat(backups(b)).isZero();
  }

  @Test
  void backupStaysWhileSomebodySilentMayHaveTheSession() throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    create(a, SHORT).close();
    a.crash();
    cluster.pass(SHORT.multipliedBy(5));
    assertThat(backups(b)).isEqualTo(1);
  }

  @Test
  void backupOfALivingSessionStaysHoweverLongNothingChanges() throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    SessionUse use = create(a, SHORT);
    cluster.pass(SHORT.multipliedBy(5));
    assertThat(backups(b)).isEqualTo(1);
    use.close();
  }

  @Test
  void theIntervalThatCountsIsTheSessionsOwn() throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    create(a, SHORT).close();
    create(a, SHORT.multipliedBy(3)).close();
    a.crash();
    cluster.pass(SHORT.multipliedBy(2));
    cluster.start("a");
    cluster.pass(PERIOD.plusSeconds(1));
    // The other one was adopted: it lives.
    assertThat(backups(b)).isZero();
    assertThat(cluster.await(b.node().observer().report()).sessionCount()).isEqualTo(1);
  }
}
