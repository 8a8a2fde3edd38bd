package io.lockstep.web;

import io.lockstep.session.ServerSession;
import io.lockstep.session.SessionListener;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One {@link ReplicatedHttpSession} per session, for as long as anybody holds it: applications lock
 * on it, and concurrent requests must lock on the same. Thread-safe.
 */
final class SessionViews implements SessionListener {
  private final SessionHost host;
  private final Map<ServerSession, Entry> entries = new WeakHashMap<>();

  /** Refers to its session weakly only, or the map would keep it for ever. */
  private static final class Entry {
    private final ViewState state = new ViewState();
    private @Nullable WeakReference<ReplicatedHttpSession> view;
  }

  SessionViews(SessionHost host) {
    this.host = host;
  }

  ReplicatedHttpSession of(ServerSession session) {
    synchronized (entries) {
      Entry entry = entries.computeIfAbsent(session, first -> new Entry());
      @Nullable ReplicatedHttpSession view = entry.view == null ? null : entry.view.get();
      if (view == null) {
        view = new ReplicatedHttpSession(session, entry.state, host);
        entry.view = new WeakReference<>(view);
      }
      return view;
    }
  }

  @Override
  public void ending(ServerSession session) {
    asApplication(session, ReplicatedHttpSession::ending);
  }

  @Override
  public void activated(ServerSession session) {
    asApplication(session, ReplicatedHttpSession::activated);
  }

  @Override
  public void passivating(ServerSession session) {
    asApplication(session, ReplicatedHttpSession::passivating);
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
