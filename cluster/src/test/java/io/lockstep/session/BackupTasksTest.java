package io.lockstep.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.node.VirtualCluster.Server;
import io.lockstep.report.NodeReport.TaskReport;
import io.lockstep.wire.MessageType;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The tasks run as often as they are set to, and tell what they have to do. */
class BackupTasksTest extends SessionTestBase {
  private static final BackupPeriods PERIODS =
      new BackupPeriods(
          Duration.ofSeconds(10),
          Duration.ofSeconds(20),
          Duration.ofSeconds(30),
          Duration.ofSeconds(40),
          Duration.ofSeconds(60));

  private Server start(String server) {
    cluster.backups(() -> BackupManagement.defaults().withPeriods(PERIODS));
    return cluster.start(server);
  }

  private Map<String, TaskReport> tasks(Server server) throws Exception {
    var tasks = new LinkedHashMap<String, TaskReport>();
    cluster
        .await(server.node().observer().report())
        .tasks()
        .forEach(task -> tasks.put(task.name(), task));
    return tasks;
  }

  private TaskReport task(Server server, BackupTaskKind kind) throws Exception {
    return Objects.requireNonNull(tasks(server).get(kind.taskName()));
  }

  @Test
  void eachTaskRunsOnceAPeriod() throws Exception {
    Server a = start("a");
    assertThat(tasks(a).values()).allMatch(task -> task.runs() == 0 && task.lastRunMs() == 0);
    pass(Duration.ofMinutes(2));
    assertThat(tasks(a).values().stream().map(TaskReport::runs))
        .containsExactly(12L, 6L, 4L, 3L, 2L);
    assertThat(tasks(a).values().stream().map(TaskReport::periodMs))
        .containsExactly(10_000L, 20_000L, 30_000L, 40_000L, 60_000L);
    assertThat(tasks(a).values()).allMatch(task -> task.lastRunMs() > 0);
  }

  @Test
  void anOrderRunsATaskBesidesItsPeriod() throws Exception {
    Server a = start("a");
    assertThat(cluster.await(a.node().tasks().runHere("request-task"))).isTrue();
    assertThat(task(a, BackupTaskKind.REQUEST).runs()).isEqualTo(1);
    pass(Duration.ofMinutes(1));
    assertThat(task(a, BackupTaskKind.REQUEST).runs()).isEqualTo(2);
  }

  @Test
  void assignmentHasTheSessionsWithoutABackupToDo() throws Exception {
    Server a = start("a");
    create(a).close();
    pass(Duration.ofSeconds(1));
    assertThat(task(a, BackupTaskKind.ASSIGNMENT).pending()).isEqualTo(1);
    start("b");
    assertThat(task(a, BackupTaskKind.ASSIGNMENT).pending()).isZero();
  }

  @Test
  void resendAndRequestHaveToDoWhatABackupLacks() throws Exception {
    Server a = start("a");
    Server b = start("b");
    try (SessionUse use = create(a)) {
      commit(use);
      cluster.network.loseType(MessageType.BATCH.number());
      cluster.network.loseType(MessageType.INSTALL.number());
      use.session().setAttribute("cart", "apples");
      var lost = use.commit();
      pass(Duration.ofMillis(20));
      assertThat(lost).isNotDone();
      assertThat(task(a, BackupTaskKind.RESEND).pending()).isEqualTo(1);
      cluster.network.heal();
      cluster.network.loseType(MessageType.BATCH_GAP.number());
      use.session().setAttribute("cart", "pears");
      var gap = use.commit();
      pass(Duration.ofMillis(20));
      assertThat(gap).isNotDone();
      assertThat(task(b, BackupTaskKind.REQUEST).pending()).isEqualTo(1);
      cluster.network.heal();
      pass(Duration.ofSeconds(1));
      assertThat(gap).isDone();
    }
    assertThat(task(a, BackupTaskKind.RESEND).pending()).isZero();
    assertThat(task(b, BackupTaskKind.REQUEST).pending()).isZero();
  }
}
