package io.lockstep.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EventListener;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.authenticator.FormAuthenticator;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.realm.GenericPrincipal;
import org.apache.catalina.realm.RealmBase;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.ValveBase;
import org.apache.tomcat.util.descriptor.web.LoginConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a filter cannot do: each sentence of {@code docs/limits.md}. */
class LimitsTest {
  private final TestApp app = new TestApp();
  private final Visitor visitor = new Visitor();
  private Farm farm = Farm.of(0, app);

  @AfterEach
  void stop() {
    farm.close();
  }

  private void start(int servers, Consumer<Context> changes) {
    farm = Farm.of(servers, app, Map.of(), changes);
  }

  private static void register(Context context, EventListener listener) {
    context.addServletContainerInitializer(
        (types, servletContext) -> servletContext.addListener(listener), Set.of());
  }

  private interface Answer {
    @Nullable Object to(HttpServletRequest request) throws Exception;
  }

  private void on(String path, Answer answer) {
    app.on(path, (request, response) -> response.getWriter().print(answer.to(request)));
  }

  private String get(int server, String path) throws Exception {
    return visitor.get(farm.uri(server, path)).body();
  }

  @Test
  void aListenerRegisteredWithTheContainerHearsNothingOfReplicatedSessions() throws Exception {
    var listener = new HttpSessionEventsTest.Listener();
    HttpSessionEventsTest.NEWS.clear();
    start(1, context -> register(context, listener));
    on("/new", request -> request.getSession().getId());
    get(0, "/new");
    assertThat(HttpSessionEventsTest.NEWS).isEmpty();
    Lockstep.addListener(farm.server(0).context(), listener);
    new Visitor().get(farm.uri(0, "/new"));
    assertThat(HttpSessionEventsTest.NEWS).containsExactly("created true");
  }

  @Test
  void codeThatRunsBeforeTheFilterHasTheContainersSession() throws Exception {
    List<String> ids = new CopyOnWriteArrayList<>();
    ServletRequestListener early =
        new ServletRequestListener() {
          @Override
          public void requestInitialized(ServletRequestEvent event) {
            ids.add(((HttpServletRequest) event.getServletRequest()).getSession().getId());
          }
        };
    start(1, context -> register(context, early));
    on("/id", request -> request.getSession().getId());
    HttpResponse<String> response = visitor.get(farm.uri(0, "/id"));
    assertThat(response.body()).isNotEqualTo(ids.get(0));
    assertThat(response.headers().allValues("Set-Cookie")).hasSize(2);
  }

  @Test
  void whomTheContainerHasLoggedInIsKnownForOneRequestOnly() throws Exception {
    start(1, LimitsTest::withLogin);
    on(
        "/login",
        request -> {
          String before = request.getSession().getId();
          request.login("anna", "secret");
          return request.getRemoteUser() + " " + before.equals(request.getSession().getId());
        });
    on("/who", HttpServletRequest::getRemoteUser);
    assertThat(get(0, "/login")).as("and the id stays the same").isEqualTo("anna true");
    assertThat(get(0, "/who")).isEqualTo("null");
  }

  private static void withLogin(Context context) {
    context.setRealm(
        new RealmBase() {
          @Override
          protected String getPassword(String name) {
            return "secret";
          }

          @Override
          protected GenericPrincipal getPrincipal(String name) {
            return new GenericPrincipal(name);
          }
        });
    context.setLoginConfig(new LoginConfig("FORM", null, "/form", "/form"));
    context.getPipeline().addValve(new FormAuthenticator());
  }

  @Test
  void theIdIsNeverPutIntoAUrl() throws Exception {
    start(1, context -> {});
    app.on(
        "/link",
        (request, response) -> {
          request.getSession();
          response.getWriter().print(response.encodeURL("/a") + response.encodeRedirectURL("/b"));
        });
    assertThat(get(0, "/link")).isEqualTo("/a/b");
    String id = visitor.session();
    on("/id", request -> request.getSession().getId());
    var withoutCookies = new Visitor();
    assertThat(withoutCookies.get(farm.uri(0, "/id;lockstep=" + id)).body())
        .isNotEqualTo(visitor.sessionId());
  }

  @Test
  void eachRequestHasAnHttpSessionObjectOfItsOwn() throws Exception {
    List<HttpSession> seen = new CopyOnWriteArrayList<>();
    start(1, context -> {});
    on(
        "/same",
        request -> {
          seen.add(request.getSession());
          return request.getSession().equals(request.getSession());
        });
    assertThat(get(0, "/same")).isEqualTo("true");
    get(0, "/same");
    assertThat(seen.get(0)).isNotSameAs(seen.get(1));
    assertThat(seen.get(0).getId()).isEqualTo(seen.get(1).getId());
  }

  @Test
  void anObjectThatIsChangedInALaterRequestMustBeSetAgain() throws Exception {
    start(2, context -> {});
    on(
        "/set",
        request -> {
          request.getSession().setAttribute("list", new ArrayList<>(List.of("a")));
          return "set";
        });
    on(
        "/change",
        request -> {
          list(request).add("b");
          return list(request);
        });
    on("/show", LimitsTest::list);
    get(0, "/set");
    assertThat(get(0, "/change")).isEqualTo("[a, b]");
    assertThat(get(1, "/show")).isEqualTo("[a]");
  }

  @SuppressWarnings("unchecked") // The test itself has put it there.
  private static List<String> list(HttpServletRequest request) {
    return (List<String>) request.getSession().getAttribute("list");
  }

  @Test
  void theLevelInTheHeaderIsThatOfTheFirstByte() throws Exception {
    farm = Farm.of(2, app, Map.of("lockstep.level-header", "true"), context -> {});
    app.on(
        "/late",
        (request, response) -> {
          request.getSession().setAttribute("value", 1);
          response.flushBuffer();
          farm.manager(0).commitsFail = true;
          request.getSession().setAttribute("value", 2);
        });
    HttpResponse<String> response = visitor.get(farm.uri(0, "/late"));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Lockstep-Level")).hasValue("acknowledged");
  }

  @Test
  void anHttpSessionKeptBeyondItsRequestDoesNotFollowTheSessionToAnotherServer() throws Exception {
    start(2, context -> {});
    var kept = new AtomicReference<@Nullable HttpSession>();
    on(
        "/keep",
        request -> {
          kept.set(request.getSession());
          return "kept";
        });
    on("/value", request -> request.getSession().getAttribute("value"));
    get(0, "/keep");
    assertThat(get(1, "/value")).isEqualTo("null");
    Objects.requireNonNull(kept.get()).setAttribute("value", "late");
    await()
        .during(Duration.ofMillis(300))
        .untilAsserted(() -> assertThat(get(1, "/value")).isEqualTo("null"));
  }

  @Test
  void theAccessorOfServlet61IsNotThere() throws Exception {
    start(1, context -> {});
    on(
        "/accessor",
        request -> HttpSession.class.getMethod("getAccessor").invoke(request.getSession()));
    assertThat(get(0, "/accessor")).isEqualTo("null");
  }

  @Test
  void aDispatchToAnotherApplicationHasNoSessionThatLasts() throws Exception {
    start(1, context -> withNeighbour(context, true));
    app.on("/across", LimitsTest::forwardToNeighbour);
    HttpResponse<String> response = visitor.get(farm.uri(0, "/across"));
    assertThat(response.body()).matches("[0-9a-f]{64}");
    assertThat(Visitor.sessionCookies(response))
        .as("a browser does not send it with the next request to /shop")
        .allSatisfy(cookie -> assertThat(cookie).contains("Path=/other"));
  }

  @Test
  void aForwardToAnApplicationWithoutLockstepNeedsASettingOfTomcat() throws Exception {
    app.on("/across", LimitsTest::forwardToNeighbour);
    start(1, context -> withNeighbour(context, false));
    assertThat(get(0, "/across")).isEmpty();
    farm.close();
    start(
        1,
        context -> {
          withNeighbour(context, false).setSuspendWrappedResponseAfterForward(false);
        });
    assertThat(get(0, "/across")).isNotEmpty();
  }

  private static void forwardToNeighbour(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    request
        .getServletContext()
        .getContext("/other")
        .getRequestDispatcher("/id")
        .forward(request, response);
  }

  private static Context withNeighbour(Context context, boolean enabled) {
    context.setCrossContext(true);
    var pages = new TestApp();
    pages.on(
        "/id", (request, response) -> response.getWriter().print(request.getSession().getId()));
    var neighbour = new StandardContext();
    neighbour.setPath("/other");
    neighbour.setName("/other");
    neighbour.setDocBase(context.getDocBase());
    neighbour.addLifecycleListener(new Tomcat.FixContextListener());
    neighbour.addParameter("lockstep.enabled", Boolean.toString(enabled));
    neighbour.addParameter("lockstep.domain", "neighbour");
    neighbour.addParameter("lockstep.secret", "secret");
    neighbour.addParameter("lockstep.cluster-synchronization-delay", "0");
    neighbour.addServletContainerInitializer(new LockstepInitializer(), Set.of());
    Wrapper wrapper = Tomcat.addServlet(neighbour, "pages", pages.servlet());
    wrapper.addMapping("/");
    context.getParent().addChild(neighbour);
    return neighbour;
  }

  @Test
  void tomcatCopiesStaticFilesInsteadOfHandingThemToTheSystem() throws Exception {
    var handedOver = new AtomicReference<@Nullable Object>();
    Consumer<Context> changes =
        context -> {
          serveFiles(context);
          context.getPipeline().addValve(new Watch(handedOver));
        };
    farm = Farm.of(1, app, Map.of("lockstep.enabled", "false"), changes);
    assertThat(get(0, "/big.bin")).hasSize(200_000);
    assertThat(handedOver.get()).isNotNull();
    farm.close();
    handedOver.set(null);
    start(1, changes);
    assertThat(get(0, "/big.bin")).hasSize(200_000);
    assertThat(handedOver.get()).isNull();
  }

  private static void serveFiles(Context context) {
    try {
      Files.writeString(Path.of(context.getDocBase(), "big.bin"), "x".repeat(200_000));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Wrapper files = Tomcat.addServlet(context, "files", new DefaultServlet());
    files.addMapping("*.bin");
  }

  /** Sees what a request asked of the connector. */
  private static final class Watch extends ValveBase {
    private final AtomicReference<@Nullable Object> handedOver;

    Watch(AtomicReference<@Nullable Object> handedOver) {
      super(true);
      this.handedOver = handedOver;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
      getNext().invoke(request, response);
      handedOver.set(request.getAttribute("org.apache.tomcat.sendfile.filename"));
    }
  }

  @Test
  void jettyDoesNotTellThatAnApplicationWantsItsCookieReadByScripts() throws Exception {
    app.on("/id", (request, response) -> response.getWriter().print(request.getSession().getId()));
    farm =
        Farm.of(
            1,
            Map.of(),
            (initializer, settings) ->
                new JettyServer(
                    (types, context) -> {
                      context.getSessionCookieConfig().setHttpOnly(false);
                      initializer.onStartup(types, context);
                    },
                    app,
                    settings));
    assertThat(Visitor.sessionCookies(visitor.get(farm.uri(0, "/id"))).get(0)).contains("HttpOnly");
  }
}
