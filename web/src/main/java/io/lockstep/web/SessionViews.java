package io.lockstep.web;

import io.lockstep.session.ServerSession;
import io.lockstep.session.SessionListener;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One {@link ReplicatedHttpSession} per {@link ServerSession}, for as long as anybody holds it, so
 * that a listener hears of the same object that its request has. Thread-safe.
 */
final class SessionViews implements SessionListener {
  private final SessionHost host;
  private final Map<ServerSession, WeakReference<ReplicatedHttpSession>> views =
      new WeakHashMap<>();

  SessionViews(SessionHost host) {
    this.host = host;
  }

  ReplicatedHttpSession of(ServerSession session) {
    synchronized (views) {
      @Nullable WeakReference<ReplicatedHttpSession> known = views.get(session);
      @Nullable ReplicatedHttpSession view = known == null ? null : known.get();
      if (view == null) {
        view = new ReplicatedHttpSession(session, host);
        views.put(session, new WeakReference<>(view));
      }
      return view;
    }
  }

  @Override
  public void ending(ServerSession session) {
    asApplication(session, ReplicatedHttpSession::ending);
  }

  @Override
  public void attributeActivated(ServerSession session, String name, Object value) {
    asApplication(session, view -> view.activated(value));
  }

  @Override
  public void attributePassivating(ServerSession session, String name, Object value) {
    asApplication(session, view -> view.passivating(value));
  }

  /** The node's worker has not the application's class loader; its listeners expect it. */
  private void asApplication(ServerSession session, Consumer<ReplicatedHttpSession> news) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(host.servletContext().getClassLoader());
    try {
      news.accept(of(session));
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
