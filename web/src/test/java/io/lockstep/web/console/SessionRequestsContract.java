package io.lockstep.web.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockstep.node.LockstepNode;
import io.lockstep.report.NodeReport.SessionReport;
import io.lockstep.session.DocumentScope;
import io.lockstep.session.SessionUse;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

/** Questions about single sessions of real nodes, over HTTP. */
abstract class SessionRequestsContract {
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

  private HttpResponse<String> send(String method, String query) throws Exception {
    return send(method, query, "X-Lockstep-Console", "1");
  }

  private HttpResponse<String> send(String method, String query, String... headers)
      throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(server.page() + "api/session" + query))
            .headers(headers)
            .method(method, BodyPublishers.noBody())
            .build(),
        BodyHandlers.ofString());
  }

  private SessionReport onlySession(String node) {
    await().until(() -> nodes.node(node).observer().report().join().sessionCount() == 1);
    return nodes.node(node).observer().report().join().sessions().get(0);
  }

  @Test
  void tellsWhatEachServerHasOfASessionAndNoValues() throws Exception {
    try (SessionUse use = nodes.node("b").sessions().create(Duration.ofMinutes(30))) {
      use.session().setAttribute("cart", "apples");
      Document order =
          DocumentBuilderFactory.newDefaultNSInstance().newDocumentBuilder().newDocument();
      order.appendChild(order.createElementNS(null, "order"));
      use.session().documents().register("order", order, DocumentScope.SERVER_ONLY);
      var unused = use.commit().get(10, TimeUnit.SECONDS);
    }
    HttpResponse<String> response = send("GET", "?key=" + onlySession("b").key());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .startsWith("[{\"server\":\"b\"")
        .contains("\"owns\":true", "\"server\":\"a\"", "\"owns\":false")
        .contains("{\"name\":\"cart\",\"bytes\":")
        .contains("\"sequence\":1}", "{\"name\":\"order\"", "\"nodes\":1")
        .contains("\"state\":\"holds\"")
        .doesNotContain("apples");
  }

  @Test
  void ofASessionThatNobodyHasThereIsNothing() throws Exception {
    HttpResponse<String> response = send("GET", "?key=0123456789ab");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("[]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?key=", "?key=0123456789AB", "?key=0123456789abc", "?key=../../x"})
  void whatIsNoKeyIsRefused(String query) throws Exception {
    assertThat(send("GET", query).statusCode()).isEqualTo(400);
    assertThat(send("DELETE", query).statusCode()).isEqualTo(400);
  }

  @Test
  void endsASessionOnWhicheverServerOwnsIt() throws Exception {
    String id = nodes.makeSession("b");
    String key = onlySession("b").key();
    assertThat(send("DELETE", "?key=" + key).statusCode()).isEqualTo(202);
    await().until(() -> nodes.node("b").observer().report().join().sessionCount() == 0);
    assertThat(nodes.node("a").sessions().open(id, 0).get(10, TimeUnit.SECONDS)).isEmpty();
    assertThat(send("DELETE", "?key=" + key).statusCode()).isEqualTo(404);
  }

  @Test
  void endsNothingForWhoDoesNotBringTheMark() throws Exception {
    nodes.makeSession("b");
    String query = "?key=" + onlySession("b").key();
    assertThat(send("DELETE", query, "Accept", "*/*").statusCode()).isEqualTo(403);
    assertThat(
            send("DELETE", query, "X-Lockstep-Console", "1", "Sec-Fetch-Site", "cross-site")
                .statusCode())
        .isEqualTo(403);
    assertThat(send("POST", query).statusCode()).isEqualTo(405);
    assertThat(onlySession("b").attributes()).isEqualTo(1);
  }

  @Test
  void theReferencesServicesPageLeadsHere() throws Exception {
    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(server.page().resolve("../Nexaweb/Services/index.jsp")).build(),
            BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(302);
    assertThat(response.headers().firstValue("Location")).hasValue("/shop/lockstep/");
  }
}
