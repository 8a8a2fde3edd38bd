package io.lockstep.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockstep.session.ServerSession;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionActivationListener;
import jakarta.servlet.http.HttpSessionAttributeListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;
import java.io.Serializable;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@link HttpSession} promises. */
class HttpSessionTest {
  static final List<String> NEWS = new CopyOnWriteArrayList<>();

  private final TestApp app = new TestApp();
  private final Visitor visitor = new Visitor();
  private Farm farm;

  /** Tells of what happens to it. */
  record Bound(String name)
      implements HttpSessionBindingListener, HttpSessionActivationListener, Serializable {
    @Override
    public void valueBound(HttpSessionBindingEvent event) {
      NEWS.add(name + " bound as " + event.getName());
    }

    @Override
    public void valueUnbound(HttpSessionBindingEvent event) {
      NEWS.add(name + " unbound from " + event.getName());
    }

    @Override
    public void sessionDidActivate(HttpSessionEvent event) {
      NEWS.add(name + " activated");
    }

    @Override
    public void sessionWillPassivate(HttpSessionEvent event) {
      NEWS.add(name + " passivated");
    }
  }

  /** Tells of all sessions; made by the container. */
  public static final class Listener
      implements HttpSessionListener, HttpSessionAttributeListener, HttpSessionIdListener {
    @Override
    public void sessionCreated(HttpSessionEvent event) {
      NEWS.add("created " + event.getSession().isNew());
    }

    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
      NEWS.add("destroyed with " + Collections.list(event.getSession().getAttributeNames()));
    }

    @Override
    public void sessionIdChanged(HttpSessionEvent event, String oldId) {
      NEWS.add("id changed " + !oldId.equals(event.getSession().getId()));
    }

    @Override
    public void attributeAdded(HttpSessionBindingEvent event) {
      NEWS.add("added " + event.getName() + " " + event.getValue());
    }

    @Override
    public void attributeReplaced(HttpSessionBindingEvent event) {
      NEWS.add("replaced " + event.getName() + " " + event.getValue());
    }

    @Override
    public void attributeRemoved(HttpSessionBindingEvent event) {
      NEWS.add("removed " + event.getName() + " " + event.getValue());
    }
  }

  @BeforeEach
  void start() {
    NEWS.clear();
    on("/new", request -> request.getSession().isNew());
    on("/none", request -> request.getSession(false) == null);
    on("/touch", request -> request.getSession().getAttribute("untouched"));
    on("/get", request -> request.getSession().getAttribute("value"));
    farm = Farm.of(2, app);
  }

  @AfterEach
  void stop() {
    farm.close();
  }

  private interface Answer {
    Object to(HttpServletRequest request) throws Exception;
  }

  private void on(String path, Answer answer) {
    app.on(path, (request, response) -> response.getWriter().print(answer.to(request)));
  }

  private String get(int server, String path) throws Exception {
    return visitor.get(farm.uri(server, path)).body();
  }

  private void listen() {
    Lockstep.addListener(farm.server(0).context(), new Listener());
  }

  @Test
  void anObjectHearsThatItIsBoundReplacedAndRemoved() throws Exception {
    listen();
    on(
        "/bind",
        request -> {
          HttpSession session = request.getSession();
          var one = new Bound("one");
          session.setAttribute("value", one);
          session.setAttribute("value", one);
          session.setAttribute("value", new Bound("two"));
          session.setAttribute("value", null);
          session.removeAttribute("value");
          return "done";
        });
    get(0, "/bind");
    assertThat(NEWS)
        .containsExactly(
            "created true",
            "one bound as value",
            "added value Bound[name=one]",
            "replaced value Bound[name=one]",
            "two bound as value",
            "one unbound from value",
            "replaced value Bound[name=one]",
            "two unbound from value",
            "removed value Bound[name=two]");
  }

  @Test
  void theEndOfASessionIsToldWhileItCanBeReadAndUnbindsItsObjects() throws Exception {
    listen();
    on(
        "/end",
        request -> {
          HttpSession session = request.getSession();
          session.setAttribute("value", new Bound("one"));
          session.invalidate();
          return request.getSession(false);
        });
    assertThat(get(0, "/end")).isEqualTo("null");
    assertThat(NEWS)
        .endsWith(
            "destroyed with [value]", "one unbound from value", "removed value Bound[name=one]");
  }

  @Test
  void aSessionThatTimesOutTellsItsListeners() throws Exception {
    listen();
    on(
        "/short",
        request -> {
          request.getSession().setMaxInactiveInterval(1);
          request.getSession().setAttribute("value", new Bound("one"));
          return request.getSession().getMaxInactiveInterval();
        });
    assertThat(get(0, "/short")).isEqualTo("1");
    await().atMost(Duration.ofSeconds(30)).until(() -> NEWS.contains("one unbound from value"));
    assertThat(NEWS).contains("destroyed with [value]");
    assertThat(get(1, "/none")).isEqualTo("true");
  }

  @Test
  void anObjectIsToldOfItsMoveOnceItIsUsedOnTheOtherServer() throws Exception {
    on(
        "/bind",
        request -> {
          request.getSession().setAttribute("value", new Bound("one"));
          request.getSession().setAttribute("untouched", new Bound("two"));
          return "done";
        });
    get(0, "/bind");
    NEWS.clear();
    assertThat(get(1, "/get")).isEqualTo("Bound[name=one]");
    get(1, "/get");
    assertThat(NEWS).containsExactlyInAnyOrder("one passivated", "two passivated", "one activated");
    NEWS.clear();
    get(0, "/touch");
    assertThat(NEWS).containsExactlyInAnyOrder("one passivated", "two activated");
  }

  @Test
  void aChangedIdIsToldAndTheOldOneIsUnknown() throws Exception {
    listen();
    on(
        "/change",
        request -> {
          request.getSession().setAttribute("value", "kept");
          String before = request.getSession().getId();
          String after = request.changeSessionId();
          return !before.equals(after) && after.equals(request.getSession().getId());
        });
    get(0, "/new");
    String before = visitor.session();
    assertThat(get(0, "/change")).isEqualTo("true");
    assertThat(NEWS).contains("id changed true");
    assertThat(visitor.session()).isNotEqualTo(before);
    assertThat(get(1, "/get")).isEqualTo("kept");
    var old = new Visitor().with("LOCKSTEP", before);
    assertThat(old.get(farm.uri(0, "/none")).body()).isEqualTo("true");
    assertThat(old.get(farm.uri(1, "/none")).body()).isEqualTo("true");
  }

  @Test
  void anIdCannotChangeWithoutASession() throws Exception {
    on(
        "/change",
        request -> {
          try {
            return request.changeSessionId();
          } catch (IllegalStateException e) {
            return "refused";
          }
        });
    assertThat(get(0, "/change")).isEqualTo("refused");
  }

  @Test
  void theRequestedIdIsTheCookies() throws Exception {
    on(
        "/requested",
        request ->
            request.getRequestedSessionId()
                + " "
                + request.isRequestedSessionIdValid()
                + " "
                + request.isRequestedSessionIdFromCookie()
                + " "
                + request.isRequestedSessionIdFromURL());
    assertThat(get(0, "/requested")).isEqualTo("null false false false");
    get(0, "/new");
    assertThat(get(1, "/requested")).isEqualTo(visitor.sessionId() + " true true false");
    on(
        "/end",
        request -> {
          request.getSession().invalidate();
          return request.isRequestedSessionIdValid();
        });
    String ended = visitor.session();
    assertThat(get(0, "/end")).isEqualTo("false");
    var late = new Visitor().with("LOCKSTEP", ended);
    assertThat(late.get(farm.uri(0, "/requested")).body()).endsWith(" false true false");
  }

  @Test
  void anEndedSessionIsReplacedByANewOneInTheSameRequest() throws Exception {
    on(
        "/replace",
        request -> {
          HttpSession old = request.getSession();
          old.setAttribute("value", "old");
          old.invalidate();
          HttpSession fresh = request.getSession();
          fresh.setAttribute("value", "new");
          return fresh.isNew() && !fresh.equals(old);
        });
    get(0, "/new");
    String before = visitor.sessionId();
    assertThat(get(0, "/replace")).isEqualTo("true");
    assertThat(visitor.sessionId()).isNotEqualTo(before);
    assertThat(get(1, "/get")).isEqualTo("new");
  }

  @Test
  void anEndedSessionRefusesToBeUsed() throws Exception {
    on(
        "/ended",
        request -> {
          HttpSession session = request.getSession();
          session.invalidate();
          return refuses(session::isNew)
              && refuses(session::getCreationTime)
              && refuses(session::getLastAccessedTime)
              && refuses(() -> session.getAttribute("value"))
              && refuses(() -> session.setAttribute("value", 1))
              && refuses(() -> session.removeAttribute("value"))
              && refuses(session::getAttributeNames)
              && refuses(session::invalidate);
        });
    assertThat(get(0, "/ended")).isEqualTo("true");
  }

  private static boolean refuses(Runnable use) {
    try {
      use.run();
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  @Test
  void timesAreToldAsTheSpecificationWants() throws Exception {
    on(
        "/times",
        request -> {
          HttpSession session = request.getSession();
          return session.getCreationTime() + " " + session.getLastAccessedTime();
        });
    long before = Instant.now().toEpochMilli();
    get(0, "/times");
    String[] times = get(1, "/times").split(" ", 2);
    assertThat(Long.parseLong(times[0])).isBetween(before, Instant.now().toEpochMilli());
    assertThat(Long.parseLong(times[1]))
        .isBetween(Long.parseLong(times[0]), Instant.now().toEpochMilli());
  }

  @Test
  void aSessionThatNeverExpiresSaysSo() throws Exception {
    on(
        "/forever",
        request -> {
          request.getSession().setMaxInactiveInterval(-1);
          return request.getSession().getMaxInactiveInterval() <= 0;
        });
    assertThat(get(0, "/forever")).isEqualTo("true");
  }

  @Test
  void aValueThatCannotBeSerialisedIsRefusedAndTheSessionStaysUsable() throws Exception {
    on(
        "/refused",
        request -> {
          request.getSession().setAttribute("value", "before");
          try {
            request.getSession().setAttribute("value", new Object());
            return "accepted";
          } catch (IllegalArgumentException e) {
            request.getSession().setAttribute("other", "after");
            return String.valueOf(e.getMessage());
          }
        });
    assertThat(get(0, "/refused")).contains("\"value\"").contains("java.lang.Object");
    assertThat(get(1, "/get")).isEqualTo("before");
  }

  @Test
  void aValueThatBecomesUnserialisableFailsItsRequestAndTheSessionStaysUsable() throws Exception {
    on(
        "/spoil",
        request -> {
          var list = new ArrayList<Object>();
          request.getSession().setAttribute("spoilt", list);
          request.getSession().setAttribute("value", "kept");
          list.add(new Object());
          return "spoilt";
        });
    HttpResponse<String> response = visitor.get(farm.uri(0, "/spoil"));
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).doesNotContain("spoilt</");
    on(
        "/mend",
        request -> {
          request.getSession().setAttribute("spoilt", "mended");
          return request.getSession().getAttribute("value");
        });
    assertThat(get(0, "/mend")).isEqualTo("kept");
    assertThat(get(1, "/get")).isEqualTo("kept");
  }

  @Test
  void aValueThatCannotBeReadHereFailsItsUseAndCanBeReplaced() throws Exception {
    farm.close();
    farm =
        Farm.of(
            2,
            Map.of(),
            (initializer, settings) -> {
              if ("s1".equals(settings.get("lockstep.server"))) {
                settings.remove("lockstep.allowed-packages");
              }
              return new TomcatServer(initializer, app, "/shop", settings, context -> {});
            });
    on(
        "/bind",
        request -> {
          request.getSession().setAttribute("value", new Bound("one"));
          request.getSession().setAttribute("untouched", new Bound("two"));
          return "done";
        });
    on(
        "/mend",
        request -> {
          request.getSession().setAttribute("value", "mended");
          request.getSession().removeAttribute("untouched");
          return Collections.list(request.getSession().getAttributeNames());
        });
    get(0, "/bind");
    HttpResponse<String> response = visitor.get(farm.uri(1, "/get"));
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(get(1, "/mend")).isEqualTo("[value]");
    assertThat(get(0, "/get")).isEqualTo("mended");
  }

  @Test
  void aClassThatIsNotAllowedIsRefusedWithTheLineToAdd() throws Exception {
    on(
        "/refused",
        request -> {
          try {
            request.getSession().setAttribute("value", new ServletsOwn());
            return "accepted";
          } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
          }
        });
    assertThat(get(0, "/refused")).contains("lockstep.allowed-packages=").contains("jakarta");
  }

  /** Of an allowed package, with a field that is not. */
  private static final class ServletsOwn implements Serializable {
    private final Cookie field = new Cookie("name", "value");

    @Override
    public String toString() {
      return field.toString();
    }
  }

  @Test
  void theServerSessionIsReachableFromTheRequest() throws Exception {
    on(
        "/server",
        request -> {
          request.getSession().setAttribute("value", "seen");
          ServerSession session = Objects.requireNonNull(Lockstep.serverSession(request));
          return session.id().equals(request.getSession().getId())
              + " "
              + session.getAttribute("value");
        });
    assertThat(get(0, "/server")).isEqualTo("true seen");
    on("/no-server", request -> Lockstep.serverSession(request) == null);
    assertThat(new Visitor().get(farm.uri(0, "/no-server")).body()).isEqualTo("true");
  }

  @Test
  void aSessionKeptAfterItsRequestReplicatesWhatIsChangedLater() throws Exception {
    var kept = new AtomicReference<@Nullable HttpSession>();
    on(
        "/keep",
        request -> {
          kept.set(request.getSession());
          return "kept";
        });
    get(0, "/keep");
    Objects.requireNonNull(kept.get()).setAttribute("value", "from the background");
    await().until(() -> "from the background".equals(get(1, "/get")));
  }

  @Test
  void listenersNamedInTheSettingsAreMadeAndTold() throws Exception {
    farm.close();
    farm = Farm.of(1, app, Map.of("lockstep.listeners", Listener.class.getName()), context -> {});
    NEWS.clear();
    get(0, "/new");
    assertThat(NEWS).containsExactly("created true");
  }

  @Test
  void concurrentRequestsOfOneSessionKeepEachOthersAttributes() throws Exception {
    on(
        "/put",
        request -> {
          String name = request.getParameter("name");
          request.getSession().setAttribute(name, name);
          return name;
        });
    on("/names", request -> Collections.list(request.getSession().getAttributeNames()).size());
    get(0, "/new");
    var asked =
        IntStream.range(0, 30).mapToObj(i -> visitor.ask(farm.uri(0, "/put?name=n" + i))).toList();
    for (var answer : asked) {
      HttpResponse<String> response = answer.get();
      assertThat(response.statusCode()).isEqualTo(200);
    }
    assertThat(get(1, "/names")).isEqualTo("30");
  }
}
