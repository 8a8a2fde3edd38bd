package io.lockstep.web.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockstep.report.NodeReport.SessionReport;
import io.lockstep.session.DocumentScope;
import io.lockstep.session.SessionUse;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

/** Questions about single sessions of real nodes, over HTTP. */
abstract class SessionRequestsContract extends ConsoleRequests {
  private HttpResponse<String> send(String method, String query) throws Exception {
    return send(method, query, "X-Lockstep-Console", "1");
  }

  private HttpResponse<String> send(String method, String query, String... headers)
      throws Exception {
    return send(
        request("session" + query).headers(headers).method(method, BodyPublishers.noBody()));
  }

  private SessionReport onlySession(String node) {
    await().until(() -> node(node).observer().report().join().sessionCount() == 1);
    return node(node).observer().report().join().sessions().get(0);
  }

  @Test
  void tellsWhatEachServerHasOfASessionAndNoValues() throws Exception {
    try (SessionUse use = node("b").sessions().create(Duration.ofMinutes(30))) {
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
    String id = nodes().makeSession("b");
    String key = onlySession("b").key();
    assertThat(send("DELETE", "?key=" + key).statusCode()).isEqualTo(202);
    await().until(() -> node("b").observer().report().join().sessionCount() == 0);
    assertThat(node("a").sessions().open(id, 0).get(10, TimeUnit.SECONDS)).isEmpty();
    assertThat(send("DELETE", "?key=" + key).statusCode()).isEqualTo(404);
  }

  @Test
  void endsNothingForWhoDoesNotBringTheMark() throws Exception {
    nodes().makeSession("b");
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
    HttpResponse<String> response = send(request("../../Nexaweb/Services/index.jsp"));
    assertThat(response.statusCode()).isEqualTo(302);
    assertThat(response.headers().firstValue("Location")).hasValue("/shop/lockstep/");
  }
}
