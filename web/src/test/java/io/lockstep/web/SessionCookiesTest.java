package io.lockstep.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionCookiesTest {
  private static final String OTHER_ID = "0123456789abcdef".repeat(4);

  private final TestApp app =
      new TestApp()
          .on(
              "/id",
              (request, response) -> response.getWriter().print(request.getSession().getId()))
          .on(
              "/timeout",
              (request, response) ->
                  response.getWriter().print(request.getSession().getMaxInactiveInterval()))
          .on("/plain", (request, response) -> response.getWriter().print("plain"));
  private final Visitor visitor = new Visitor();
  private Farm farm = Farm.of(0, app);

  @AfterEach
  void stop() {
    farm.close();
  }

  private void start(Map<String, String> settings, Consumer<Context> changes) {
    farm = Farm.of(1, app, settings, changes);
  }

  private void start() {
    start(Map.of(), context -> {});
  }

  private String cookie() throws Exception {
    return Visitor.sessionCookies(visitor.get(farm.uri(0, "/id"))).get(0);
  }

  @Test
  void theIdIsTheCookiesWithoutEpochAndRoute() throws Exception {
    start(Map.of("lockstep.route", "r1"), context -> {});
    String id = visitor.get(farm.uri(0, "/id")).body();
    assertThat(id).matches("[0-9a-f]{64}");
    assertThat(visitor.session()).startsWith(id + "-").endsWith(".r1");
    assertThat(visitor.get(farm.uri(0, "/id")).body()).isEqualTo(id);
  }

  @Test
  void theAttributesAreTheApplications() throws Exception {
    start(
        Map.of(),
        context ->
            context.addServletContainerInitializer(
                (types, servletContext) -> {
                  var config = servletContext.getSessionCookieConfig();
                  config.setPath("/somewhere");
                  config.setDomain("example.com");
                  config.setHttpOnly(false);
                  config.setMaxAge(60);
                  config.setAttribute("SameSite", "Strict");
                  config.setAttribute("Partitioned", "");
                  config.setName("IGNORED");
                },
                null));
    assertThat(cookie())
        .contains("Path=/somewhere")
        .contains("Domain=example.com")
        .contains("Max-Age=60")
        .contains("SameSite=Strict")
        .contains("Partitioned")
        .doesNotContain("HttpOnly");
  }

  @Test
  void theTimeOutIsTheApplications() throws Exception {
    start(Map.of(), context -> context.setSessionTimeout(7));
    assertThat(visitor.get(farm.uri(0, "/timeout")).body()).isEqualTo("420");
  }

  @Test
  void theNameIsASetting() throws Exception {
    start(Map.of("lockstep.cookie.name", "SHOP"), context -> {});
    HttpResponse<String> response = visitor.get(farm.uri(0, "/id"));
    assertThat(response.headers().firstValue("Set-Cookie").orElseThrow()).startsWith("SHOP=");
    assertThat(visitor.get(farm.uri(0, "/id")).body()).isEqualTo(response.body());
  }

  @Test
  void aSecureRequestGetsASecureCookie() throws Exception {
    start(Map.of(), SessionCookiesTest::pretendSecurity);
    assertThat(cookie()).contains("Secure");
  }

  /** As a proxy in front would have it; a valve comes before all filters. */
  private static void pretendSecurity(Context context) {
    context
        .getPipeline()
        .addValve(
            new ValveBase(true) {
              @Override
              public void invoke(Request request, Response response)
                  throws IOException, ServletException {
                request.setSecure(true);
                getNext().invoke(request, response);
              }
            });
  }

  @Test
  void aGarbageCookieIsANewSessionWithoutASearch() throws Exception {
    start();
    for (String garbage : new String[] {"x", "-1", OTHER_ID, OTHER_ID + "-1", "a".repeat(5_000)}) {
      var stranger = new Visitor().with("LOCKSTEP", garbage);
      assertThat(stranger.get(farm.uri(0, "/id")).body()).matches("[0-9a-f]{64}");
    }
    assertThat(farm.manager(0).opens).hasValue(0);
    assertThat(Lockstep.counters(farm.server(0).context())).containsEntry("cookies.malformed", 5L);
  }

  private static String cookie(String id, long epoch) {
    return new SessionCookie(id, epoch).text("", new CookieSeal("secret"));
  }

  @Test
  void anInflatedEpochCostsNoSearch() throws Exception {
    start();
    String id = visitor.get(farm.uri(0, "/id")).body();
    String inflated = visitor.session().replaceFirst("-[0-9a-z]+-", "-zzzzz-");
    int opens = farm.manager(0).opens.get();
    assertThat(new Visitor().with("LOCKSTEP", inflated).get(farm.uri(0, "/id")).body())
        .isNotEqualTo(id);
    assertThat(farm.manager(0).opens).hasValue(opens);
  }

  @Test
  void thePathIsTheOneThatBrowsersAskFor() throws Exception {
    farm =
        Farm.of(
            1,
            Map.of(),
            (initializer, all) ->
                new TomcatServer(initializer, app, "/my gr\u00fcn shop", all, context -> {}));
    assertThat(cookie()).contains("Path=/my%20gr%C3%BCn%20shop;");
  }

  @Test
  void aForgedCookieIsANewSessionWithoutASearch() throws Exception {
    start();
    var forger = new Visitor().with("LOCKSTEP", cookie(OTHER_ID, 1));
    assertThat(forger.get(farm.uri(0, "/id")).body()).isNotEqualTo(OTHER_ID);
    assertThat(farm.node(0).observer().report().join().counters())
        .anySatisfy(counter -> assertThat(counter.name()).isEqualTo("sessions.bad-ids"));
  }

  @Test
  void aLiveSessionIsFoundBesideTheCookieOfAnotherApplication() throws Exception {
    start();
    String id = visitor.get(farm.uri(0, "/id")).body();
    var twoCookies =
        new Visitor()
            .with(
                "LOCKSTEP",
                cookie(OTHER_ID, 1) + "; LOCKSTEP=garbage; LOCKSTEP=" + visitor.session());
    assertThat(twoCookies.get(farm.uri(0, "/id")).body()).isEqualTo(id);
  }

  @Test
  void tooManyCookiesAreANewSessionWithoutASearch() throws Exception {
    start();
    String id = visitor.get(farm.uri(0, "/id")).body();
    String many = (cookie(OTHER_ID, 1) + "; LOCKSTEP=").repeat(4) + visitor.session();
    int opens = farm.manager(0).opens.get();
    assertThat(new Visitor().with("LOCKSTEP", many).get(farm.uri(0, "/id")).body())
        .isNotEqualTo(id);
    assertThat(farm.manager(0).opens).hasValue(opens);
    assertThat(Lockstep.counters(farm.server(0).context())).containsEntry("cookies.too-many", 1L);
  }

  @Test
  void noCookieIsSentWithoutASession() throws Exception {
    start();
    assertThat(Visitor.sessionCookies(visitor.get(farm.uri(0, "/plain")))).isEmpty();
  }
}
