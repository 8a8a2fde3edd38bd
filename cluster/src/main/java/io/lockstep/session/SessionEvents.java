package io.lockstep.session;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the listeners. Called on application and worker threads, never on the loop. Thread-safe.
 */
final class SessionEvents {
  private static final Logger log = LoggerFactory.getLogger(SessionEvents.class);

  private final List<SessionListener> listeners = new CopyOnWriteArrayList<>();

  void add(SessionListener listener) {
    listeners.add(listener);
  }

  void ending(ServerSession session) {
    tell(listener -> listener.ending(session));
  }

  void activated(ServerSession session) {
    tell(listener -> listener.activated(session));
  }

  void attributePassivating(ServerSession session, String name, Object value) {
    tell(listener -> listener.attributePassivating(session, name, value));
  }

  void attributeActivated(ServerSession session, String name, Object value) {
    tell(listener -> listener.attributeActivated(session, name, value));
  }

  /** Tells the listeners, and stamps what they changed. */
  void passivating(Ownership session) {
    if (!listeners.isEmpty()) {
      SessionView view = session.body.viewWithoutRequest();
      tell(listener -> listener.passivating(view));
      session.body.objects().forEach((name, value) -> attributePassivating(view, name, value));
      view.stampNow();
    }
  }

  private void tell(Consumer<SessionListener> event) {
    for (SessionListener listener : listeners) {
      try {
        event.accept(listener);
      } catch (RuntimeException e) {
        log.warn("A session listener failed", e);
      }
    }
  }
}
