package io.lockstep.web;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionActivationListener;
import jakarta.servlet.http.HttpSessionAttributeListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;
import java.util.EventListener;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the application what happens to one session, in the Servlet specification's order. A
 * listener that throws costs the others nothing.
 */
final class SessionEvents {
  private static final Logger log = LoggerFactory.getLogger(SessionEvents.class);

  private final SessionHost host;
  private final HttpSession session;

  SessionEvents(SessionHost host, HttpSession session) {
    this.host = host;
    this.session = session;
  }

  void created() {
    var event = new HttpSessionEvent(session);
    tell(HttpSessionListener.class, listener -> listener.sessionCreated(event));
  }

  /** Tells in reverse order, as the end of something that was told in order. */
  void destroyed() {
    var event = new HttpSessionEvent(session);
    List<EventListener> listeners = host.listeners();
    for (int i = listeners.size() - 1; i >= 0; i--) {
      tell(listeners.get(i), HttpSessionListener.class, told -> told.sessionDestroyed(event));
    }
  }

  void idChanged(String oldId) {
    var event = new HttpSessionEvent(session);
    tell(HttpSessionIdListener.class, listener -> listener.sessionIdChanged(event, oldId));
  }

  /** An object is about to be set; one that is set again under its name is not bound again. */
  void bound(String name, Object value) {
    tell(value, HttpSessionBindingListener.class, bound -> bound.valueBound(event(name, value)));
  }

  /** An attribute was set. */
  void set(String name, @Nullable Object old, Object value) {
    if (value != old) {
      unbound(name, old);
    }
    if (old == null) {
      var event = event(name, value);
      tell(HttpSessionAttributeListener.class, listener -> listener.attributeAdded(event));
    } else {
      var event = event(name, old);
      tell(HttpSessionAttributeListener.class, listener -> listener.attributeReplaced(event));
    }
  }

  void removed(String name, Object old) {
    unbound(name, old);
    var event = event(name, old);
    tell(HttpSessionAttributeListener.class, listener -> listener.attributeRemoved(event));
  }

  void unbound(String name, @Nullable Object old) {
    tell(old, HttpSessionBindingListener.class, bound -> bound.valueUnbound(event(name, old)));
  }

  void activated(Object value) {
    var event = new HttpSessionEvent(session);
    tell(value, HttpSessionActivationListener.class, told -> told.sessionDidActivate(event));
  }

  void passivating(Object value) {
    var event = new HttpSessionEvent(session);
    tell(value, HttpSessionActivationListener.class, told -> told.sessionWillPassivate(event));
  }

  private HttpSessionBindingEvent event(String name, @Nullable Object value) {
    return new HttpSessionBindingEvent(session, name, value);
  }

  private <L extends EventListener> void tell(Class<L> kind, Consumer<L> news) {
    host.listeners().forEach(listener -> tell(listener, kind, news));
  }

  private static <L> void tell(@Nullable Object listener, Class<L> kind, Consumer<L> news) {
    if (!kind.isInstance(listener)) {
      return;
    }
    try {
      news.accept(kind.cast(listener));
    } catch (RuntimeException e) {
      log.error("{} failed as a {}", listener.getClass().getName(), kind.getSimpleName(), e);
    }
  }
}
