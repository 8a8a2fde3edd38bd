package io.lockstep.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lockstep.report.NodeObserver;
import io.lockstep.report.NodeReport;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

abstract class ConsoleRestContract {
  private final ReportedCluster cluster = new ReportedCluster("a", "b");
  private final HttpClient client = HttpClient.newHttpClient();
  private ConsoleServer server;

  abstract ConsoleServer start(NodeObserver observer, ConsoleSettings settings) throws Exception;

  @BeforeEach
  void start() throws Exception {
    cluster.session("0123456789ab", 3, "a", "b");
    cluster.session("ba9876543210", 1, "b");
    cluster.loss("00000000dead", "a <b>late</b> \"change\"");
    cluster.published("news", "a", 7, 0);
    cluster.store("offers", "a", 3);
    cluster.store("offers", "b", 1);
    cluster.fetches("b", "a");
    server = start(cluster, ConsoleSettings.defaults());
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void tellsThisNodesReport() throws Exception {
    HttpResponse<String> response = get("api/node");
    assertThat(response.headers().firstValue("Content-Type"))
        .hasValueSatisfying(
            type -> assertThat(type).isEqualToIgnoringCase("application/json;charset=UTF-8"));
    assertThat(new ObjectMapper().readValue(response.body(), NodeReport.class))
        .isEqualTo(cluster.report().join());
  }

  @Test
  void tellsAllNodesReportsThisOnesFirst() throws Exception {
    assertThat(new ObjectMapper().readValue(get("api/cluster").body(), NodeReport[].class))
        .containsExactlyElementsOf(cluster.clusterReport().join());
  }

  @Test
  void aReportHasTheNamesThatItsReadersRelyOn() throws Exception {
    assertThat(get("api/node").body())
        .contains(
            "{\"server\":\"a\",\"incarnation\":\"",
            "\"connected\":true,\"members\":[{\"server\":\"a\",\"address\":\"127-0-0-1.demo.a.shop\"",
            "\"state\":\"alive\",\"local\":true,\"machineId\":\"machine-of-a\",\"version\":\"1.4.2\","
                + "\"sessions\":1,\"backups\":0,\"load\":0.25,\"lastHeardMs\":0,"
                + "\"synchronising\":false,\"draining\":false}",
            "\"sessions\":[{\"key\":\"0123456789ab\",\"epoch\":\"3@00f1e2d3c4b5a697\","
                + "\"sequence\":17,\"owner\":\"a\",\"backups\":[\"b\"],\"level\":\"acknowledged\","
                + "\"attributes\":3,\"bytes\":2345,\"ageMs\":65000,\"idleMs\":900,"
                + "\"pending\":4}],"
                + "\"sessionCount\":1,\"backups\":[],\"backupCount\":0,"
                + "\"backupBytes\":1500000,\"unassigned\":0,"
                + "\"unprotected\":0,"
                + "\"losses\":[{\"key\":\"00000000dead\"",
            "\"fromSequence\":4,\"toSequence\":6,\"reason\":\"a <b>late</b> \\\"change\\\"\",",
            "\"transports\":[{\"name\":\"heartbeats\",\"kind\":\"amqp\",\"state\":\"connected\","
                + "\"sentFrames\":12345,\"sentBytes\":3456789,",
            "\"keys\":[{\"key\":\"AppNode\",\"sentFrames\":1234,\"sentBytes\":123400,"
                + "\"receivedFrames\":2468,\"receivedBytes\":246800,\"droppedFrames\":3}]",
            "\"topics\":{\"topics\":[{\"name\":\"news\",\"listeners\":1,\"published\":7,"
                + "\"received\":0,\"dropped\":0}],\"gaps\":0,\"lost\":0}",
            "\"stores\":[{\"name\":\"offers\",\"entries\":3,\"bytes\":300,\"tombstones\":2,"
                + "\"agreeing\":0,\"differing\":1,\"unknown\":0,\"unsent\":0,\"missing\":0,"
                + "\"pull\":null}],\"storeCount\":1,",
            "\"tasks\":[{\"name\":\"resend-task\",\"periodMs\":30000,\"runs\":4,"
                + "\"lastRunMs\":1790000000000,\"pending\":0}],",
            "\"loop\":{\"longestStepUs\":12400,\"longestStepLatelyUs\":3100,"
                + "\"steps\":1250000,\"busyUs\":3750000,\"waiting\":4}",
            "\"timings\":[{\"name\":\"sessions.acknowledgement\",\"count\":1200,\"meanUs\":900,"
                + "\"p50Us\":800,\"p99Us\":4500,\"longestUs\":9000,\"lastUs\":700}",
            "\"counters\":[{\"name\":\"frames.foreign\",\"value\":0}",
            "\"uptimeMs\":125000,\"drain\":null}");
  }

  @Test
  void aStoreThatIsFetchedTellsHowFarItIs() throws Exception {
    assertThat(get("api/cluster").body())
        .contains(
            "\"entries\":1,\"bytes\":100,\"tombstones\":2,\"agreeing\":0,\"differing\":1,"
                + "\"unknown\":0,\"unsent\":0,\"missing\":2,"
                + "\"pull\":{\"from\":\"a\",\"received\":1,\"expected\":3}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "main.js", "api/node", "api/cluster", "api/console", "nothing"})
  void everyAnswerIsSafeForABrowserAndMakesNoSession(String path) throws Exception {
    HttpResponse<String> response = get(path);
    assertThat(response.headers().firstValue("Content-Security-Policy"))
        .hasValueSatisfying(
            policy ->
                assertThat(policy)
                    .contains("default-src 'none'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe"));
    assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
    assertThat(server.containerSessions()).isZero();
  }

  @Test
  void reportsAreNeverKeptInCaches() throws Exception {
    assertThat(get("api/cluster").headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(get("api/node").headers().firstValue("Cache-Control")).hasValue("no-store");
  }

  @Test
  void aFileThatTheBrowserHasIsNotSentAgain() throws Exception {
    HttpResponse<String> first = get("main.js");
    String tag = first.headers().firstValue("ETag").orElseThrow();
    assertThat(first.headers().firstValue("Cache-Control")).hasValue("no-cache");
    assertThat(send(request("main.js").header("If-None-Match", tag)).statusCode()).isEqualTo(304);
  }

  @Test
  void leadsFromTheFolderWithoutSlashToThePage() throws Exception {
    HttpResponse<String> response =
        send(HttpRequest.newBuilder(URI.create(server.page().toString().replaceAll("/$", ""))));
    assertThat(response.statusCode()).isEqualTo(302);
    assertThat(response.headers().firstValue("Location"))
        .hasValueSatisfying(location -> assertThat(location).endsWith("/shop/lockstep/"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"nothing", "api/nothing", "api", "JsonWriter.class", "../console/main.js"})
  void knowsNoOtherFiles(String path) throws Exception {
    assertThat(get(path).statusCode()).isIn(400, 404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"})
  void canOnlyBeRead(String method) throws Exception {
    HttpRequest.Builder request =
        request("api/node").method(method, HttpRequest.BodyPublishers.noBody());
    assertThat(send(request).statusCode()).isEqualTo(405);
  }

  @Test
  void answersNoPageOfAnotherSite() throws Exception {
    assertThat(send(request("api/events").header("Sec-Fetch-Site", "cross-site")).statusCode())
        .isEqualTo(403);
    assertThat(send(request("api/node").header("Sec-Fetch-Site", "same-origin")).statusCode())
        .isEqualTo(200);
  }

  @Test
  void refusesCallersFromElsewhereInClearText() throws Exception {
    HttpResponse<String> response = send(request("").header("X-Forwarded-For", "203.0.113.9"));
    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(response.body()).contains("lockstep.console.access");
    assertThat(response.headers().firstValue("Content-Type"))
        .hasValueSatisfying(
            type -> assertThat(type).isEqualToIgnoringCase("text/plain;charset=UTF-8"));
  }

  @Test
  void answersEverybodyWhenSetSo() throws Exception {
    ConsoleSettings open = new ConsoleSettings(ConsoleSettings.Access.ANY, null);
    try (ConsoleServer other = start(cluster, open)) {
      URI node = other.page().resolve("api/node");
      HttpRequest.Builder request = HttpRequest.newBuilder(node);
      assertThat(send(request.header("X-Forwarded-For", "203.0.113.9")).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void aNodeThatFailsIsAnAnswerToo() throws Exception {
    try (ConsoleServer other = start(new BrokenObserver(), ConsoleSettings.defaults())) {
      URI node = other.page().resolve("api/node");
      HttpResponse<String> response = send(HttpRequest.newBuilder(node));
      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(response.body()).isEqualTo("The node gives no report.\n");
    }
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(request(path));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server.page() + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }
}
