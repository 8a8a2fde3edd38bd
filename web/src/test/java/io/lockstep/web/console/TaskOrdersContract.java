package io.lockstep.web.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockstep.report.NodeReport.TaskReport;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders over HTTP to real nodes to run a task. */
abstract class TaskOrdersContract extends OrdersContract {
  private static final String TASKS = "tasks/";
  private static final String VERIFICATION = "backup-verification-task";

  @Override
  String anOrder() {
    return TASKS + VERIFICATION;
  }

  @Override
  boolean isObeyed() {
    return runs("a", VERIFICATION) > 0;
  }

  private long runs(String node, String task) {
    return node(node).observer().report().join().tasks().stream()
        .filter(report -> report.name().equals(task))
        .mapToLong(TaskReport::runs)
        .sum();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "backup-session-task",
        VERIFICATION,
        "backup-cleanup",
        "resend-task",
        "request-task"
      })
  void runsATaskHereAtOnce(String task) throws Exception {
    HttpResponse<String> response = send(order(TASKS + task));
    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(response.body()).isEqualTo("{\"task\":\"" + task + "\"}");
    assertThat(runs("a", task)).isEqualTo(1);
    assertThat(runs("b", task)).isZero();
  }

  @Test
  void runsATaskOnAnotherServer() throws Exception {
    assertThat(send(order(TASKS + VERIFICATION + "?server=b")).statusCode()).isEqualTo(202);
    await().until(() -> runs("b", VERIFICATION) == 1);
    assertThat(runs("a", VERIFICATION)).isZero();
  }

  @Test
  void thisServerHasANameToo() throws Exception {
    assertThat(send(order(TASKS + VERIFICATION + "?server=a")).statusCode()).isEqualTo(202);
    assertThat(runs("a", VERIFICATION)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"backup-verification-task?server=c", "coffee", "", "coffee?server=b"})
  void knowsNoOtherTasksAndServers(String order) throws Exception {
    assertThat(send(order(TASKS + order)).statusCode()).isEqualTo(404);
  }
}
