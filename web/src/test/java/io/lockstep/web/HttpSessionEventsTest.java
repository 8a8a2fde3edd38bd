package io.lockstep.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionActivationListener;
import jakarta.servlet.http.HttpSessionAttributeListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;
import java.io.Serializable;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an {@link HttpSession}'s listeners and objects hear. */
class HttpSessionEventsTest extends HttpSessionScenario {
  static final List<String> NEWS = new CopyOnWriteArrayList<>();

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
  void forgetNews() {
    NEWS.clear();
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
  void anObjectThatIsPassivatedHearsOfItAndOfItsReturn() throws Exception {
    farm.close();
    farm = Farm.of(1, app, Map.of("lockstep.passivate-after", "1 sec"), context -> {});
    var bound = new AtomicReference<Object>();
    on(
        "/bind",
        request -> {
          bound.set(new Bound("one"));
          request.getSession().setAttribute("value", bound.get());
          return "done";
        });
    on("/same", request -> request.getSession().getAttribute("value") == bound.get());
    get(0, "/bind");
    NEWS.clear();
    await().atMost(Duration.ofSeconds(30)).until(() -> NEWS.contains("one passivated"));
    assertThat(get(0, "/same")).isEqualTo("false");
    assertThat(NEWS).startsWith("one passivated", "one activated");
    assertThat(get(0, "/get")).isEqualTo("Bound[name=one]");
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
  void listenersNamedInTheSettingsAreMadeAndTold() throws Exception {
    farm.close();
    farm = Farm.of(1, app, Map.of("lockstep.listeners", Listener.class.getName()), context -> {});
    NEWS.clear();
    get(0, "/new");
    assertThat(NEWS).containsExactly("created true");
  }

  @Test
  void anObjectIsBoundBeforeAnybodyCanReadItAndUnboundWhenItIsRefused() throws Exception {
    on(
        "/bind",
        request -> {
          HttpSession session = request.getSession();
          session.setAttribute("value", new Peeking());
          try {
            session.setAttribute("value", new RefusedBound());
          } catch (IllegalArgumentException e) {
            NEWS.add("refused");
          }
          return session.getAttribute("value") instanceof Peeking;
        });
    assertThat(get(0, "/bind")).isEqualTo("true");
    assertThat(NEWS).containsExactly("sees null", "refused one bound", "it is unbound", "refused");
  }

  /** Looks, while it is bound, at what others can read. */
  private static final class Peeking implements HttpSessionBindingListener, Serializable {
    @Override
    public void valueBound(HttpSessionBindingEvent event) {
      NEWS.add("sees " + event.getSession().getAttribute(event.getName()));
    }
  }

  /** Is not serialisable. */
  private static final class RefusedBound implements HttpSessionBindingListener {
    @Override
    public void valueBound(HttpSessionBindingEvent event) {
      NEWS.add("refused one bound");
    }

    @Override
    public void valueUnbound(HttpSessionBindingEvent event) {
      NEWS.add("it is unbound");
    }
  }

  @Test
  void aListenerThatEndsTheSessionOnceMoreHearsOfItOnce() throws Exception {
    Lockstep.addListener(
        farm.server(0).context(),
        new HttpSessionListener() {
          @Override
          public void sessionDestroyed(HttpSessionEvent event) {
            NEWS.add("destroyed");
            event.getSession().invalidate();
          }
        });
    on(
        "/end",
        request -> {
          request.getSession().invalidate();
          return request.getSession(false);
        });
    assertThat(get(0, "/end")).isEqualTo("null");
    assertThat(NEWS).containsExactly("destroyed");
  }
}
