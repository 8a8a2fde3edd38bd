package io.lockstep.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

abstract class FailoverContract {
  private final Container container;

  private final TestApp app = new TestApp();
  private final Visitor visitor = new Visitor();
  private Farm farm;

  FailoverContract(Container container) {
    this.container = container;
  }

  record Item(String name) implements Serializable {}

  @BeforeEach
  void start() {
    app.on(
            "/add",
            (request, response) -> {
              HttpSession session = request.getSession();
              var items = new ArrayList<Item>();
              session.setAttribute("items", items);
              items.add(new Item(request.getParameter("item")));
              response.getWriter().print("added");
            })
        .on(
            "/show",
            (request, response) -> {
              HttpSession session = request.getSession(false);
              response.getWriter().print(session == null ? "none" : session.getAttribute("items"));
            })
        .on("/plain", (request, response) -> response.getWriter().print("plain"))
        .on("/new", (request, response) -> response.getWriter().print(request.getSession().isNew()))
        .on(
            "/end",
            (request, response) -> {
              request.getSession().invalidate();
              response.getWriter().print(request.getSession(false) == null);
            });
    farm = container.farm(2, app, Map.of("lockstep.level-header", "true"));
  }

  @AfterEach
  void stop() {
    farm.close();
  }

  @Test
  void aValueSetOnOneServerAndChangedAfterwardsInTheRequestIsThereOnTheOther() throws Exception {
    assertThat(visitor.get(farm.uri(0, "/add?item=pen")).body()).isEqualTo("added");
    assertThat(visitor.session()).matches("[0-9a-f]{64}-[0-9a-z]+-[0-9a-f]{16}");
    HttpResponse<String> shown = visitor.get(farm.uri(1, "/show"));
    assertThat(shown.body()).isEqualTo("[Item[name=pen]]");
    assertThat(Visitor.sessionCookies(shown)).as("the epoch changed").hasSize(1);
    assertThat(shown.headers().firstValue("Lockstep-Level")).hasValue("acknowledged");
  }

  @Test
  void theCookieIsSentOnceAsLongAsNothingChanges() throws Exception {
    HttpResponse<String> first = visitor.get(farm.uri(0, "/add?item=pen"));
    assertThat(Visitor.sessionCookies(first))
        .singleElement()
        .asString()
        .contains("Path=/shop")
        .contains("HttpOnly")
        .contains("SameSite=Lax")
        .doesNotContain("Secure")
        .doesNotContain("JSESSIONID");
    assertThat(Visitor.sessionCookies(visitor.get(farm.uri(0, "/show")))).isEmpty();
  }

  @Test
  void aRequestThatNeverAsksForTheSessionLooksNothingUp() throws Exception {
    visitor.get(farm.uri(0, "/add?item=pen"));
    HttpResponse<String> plain = visitor.get(farm.uri(1, "/plain"));
    assertThat(plain.body()).isEqualTo("plain");
    assertThat(farm.manager(1).opens).hasValue(0);
    assertThat(Visitor.sessionCookies(plain)).isEmpty();
    assertThat(plain.headers().firstValue("Lockstep-Level")).isEmpty();
  }

  @Test
  void aSessionIsNewUntilItsClientJoins() throws Exception {
    assertThat(visitor.get(farm.uri(0, "/new")).body()).isEqualTo("true");
    assertThat(visitor.get(farm.uri(0, "/new")).body()).isEqualTo("false");
    assertThat(visitor.get(farm.uri(1, "/new")).body()).isEqualTo("false");
  }

  @Test
  void anInvalidatedSessionIsGoneEverywhereAndItsCookieIsDropped() throws Exception {
    visitor.get(farm.uri(0, "/add?item=pen"));
    String id = visitor.session();
    assertThat(visitor.get(farm.uri(1, "/end")).body()).isEqualTo("true");
    assertThat(visitor.session()).isEmpty();
    var late = new Visitor().with("LOCKSTEP", id);
    assertThat(late.get(farm.uri(0, "/show")).body()).isEqualTo("none");
  }

  @Test
  void everyUseIsClosedOnce() throws Exception {
    visitor.get(farm.uri(0, "/add?item=pen"));
    visitor.get(farm.uri(0, "/show"));
    assertThat(farm.manager(0).closes).hasValue(2);
    assertThat(farm.manager(0).opens).hasValue(1);
  }

  @Test
  void theSessionsOfAServerThatStopsAreServedByTheOther() throws Exception {
    visitor.get(farm.uri(0, "/add?item=pen"));
    farm.stop(0);
    assertThat(visitor.get(farm.uri(1, "/show")).body()).isEqualTo("[Item[name=pen]]");
  }

  @Test
  void theSessionsOfAServerThatDiesAreServedByTheOther() throws Exception {
    visitor.get(farm.uri(0, "/add?item=pen"));
    farm.cutOff(0);
    assertThat(visitor.get(farm.uri(1, "/show")).body()).isEqualTo("[Item[name=pen]]");
    assertThat(visitor.get(farm.uri(1, "/add?item=ink")).statusCode()).isEqualTo(200);
  }

  @Test
  void withoutAnyBackupTheLevelSaysSo() throws Exception {
    farm.stop(1);
    HttpResponse<String> response = visitor.get(farm.uri(0, "/add?item=pen"));
    assertThat(response.headers().firstValue("Lockstep-Level")).hasValue("unprotected");
  }

  @Test
  void withoutAnyBackupAChangeIsRefusedWhenThatIsWanted() throws Exception {
    farm.close();
    farm = container.farm(1, app, Map.of("lockstep.when-unavailable", "fail"));
    HttpResponse<String> response = visitor.get(farm.uri(0, "/add?item=pen"));
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After")).isPresent();
    assertThat(Visitor.sessionCookies(response)).isEmpty();
  }

  @Test
  void withAsynchronousReplicationTheLevelIsSent() throws Exception {
    farm.close();
    farm =
        container.farm(
            2, app, Map.of("lockstep.replication", "async", "lockstep.level-header", "true"));
    visitor.get(farm.uri(0, "/add?item=pen"));
    await()
        .untilAsserted(
            () ->
                assertThat(
                        visitor
                            .get(farm.uri(0, "/add?item=ink"))
                            .headers()
                            .firstValue("Lockstep-Level"))
                    .hasValue("sent"));
    assertThat(visitor.get(farm.uri(1, "/show")).body()).isEqualTo("[Item[name=ink]]");
  }
}
