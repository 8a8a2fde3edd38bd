package io.lockstep.web.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockstep.node.LockstepNode;
import io.lockstep.report.NodeReport.TaskReport;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders over HTTP to real nodes. */
abstract class TaskOrdersContract {
  private static final String VERIFICATION = "backup-verification-task";

  private final HttpClient client = HttpClient.newHttpClient();
  private NodeGroup nodes;
  private ConsoleServer server;

  abstract ConsoleServer start(LockstepNode node) throws Exception;

  @BeforeEach
  void start() throws Exception {
    nodes = new NodeGroup("a", "b");
    await().until(() -> nodes.node("a").observer().report().join().members().size() == 2);
    server = start(nodes.node("a"));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    nodes.close();
  }

  private HttpRequest.Builder order(String task) {
    return HttpRequest.newBuilder(URI.create(server.page() + "api/tasks/" + task))
        .header("X-Lockstep-Console", "1")
        .POST(BodyPublishers.noBody());
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private long runs(String node, String task) {
    return nodes.node(node).observer().report().join().tasks().stream()
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
    HttpResponse<String> response = send(order(task));
    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(response.body()).isEqualTo("{\"task\":\"" + task + "\"}");
    assertThat(runs("a", task)).isEqualTo(1);
    assertThat(runs("b", task)).isZero();
  }

  @Test
  void runsATaskOnAnotherServer() throws Exception {
    assertThat(send(order(VERIFICATION + "?server=b")).statusCode()).isEqualTo(202);
    await().until(() -> runs("b", VERIFICATION) == 1);
    assertThat(runs("a", VERIFICATION)).isZero();
  }

  @Test
  void thisServerHasANameToo() throws Exception {
    assertThat(send(order(VERIFICATION + "?server=a")).statusCode()).isEqualTo(202);
    assertThat(runs("a", VERIFICATION)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"backup-verification-task?server=c", "coffee", "", "coffee?server=b"})
  void knowsNoOtherTasksAndServers(String order) throws Exception {
    assertThat(send(order(order)).statusCode()).isEqualTo(404);
  }

  @Test
  void takesNoOrderWithoutTheHeaderThatFormsCannotSend() throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.page() + "api/tasks/" + VERIFICATION))
            .POST(BodyPublishers.noBody());
    assertThat(send(request).statusCode()).isEqualTo(403);
    assertThat(runs("a", VERIFICATION)).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "Sec-Fetch-Site,cross-site",
    "Sec-Fetch-Site,same-site",
    "Origin,http://example.com",
    "Origin,null",
    "X-Forwarded-For,203.0.113.9"
  })
  void takesNoOrderFromElsewhere(String header, String value) throws Exception {
    assertThat(send(order(VERIFICATION).header(header, value)).statusCode()).isEqualTo(403);
    assertThat(runs("a", VERIFICATION)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "DELETE"})
  void ordersAreNotRead(String method) throws Exception {
    HttpResponse<String> response =
        send(order(VERIFICATION).method(method, BodyPublishers.noBody()));
    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow")).hasValue("POST");
    assertThat(runs("a", VERIFICATION)).isZero();
  }
}
