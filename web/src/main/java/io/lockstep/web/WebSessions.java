package io.lockstep.web;

import io.lockstep.config.WebSettings;
import io.lockstep.session.SessionManager;
import io.lockstep.session.SessionUnavailableException;
import io.lockstep.session.SessionUse;
import jakarta.servlet.ServletContext;
import java.time.Duration;
import java.util.EventListener;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One web application's sessions, as its requests see them. Thread-safe. */
final class WebSessions implements SessionHost {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final ServletContext context;
  private final WebSettings settings;
  private final CookieSeal seal;
  private final String exchangeAttribute;
  private final SessionListeners listeners = new SessionListeners();
  private final SessionViews views = new SessionViews(this);
  private final WebCounters counters = new WebCounters();
  private volatile @Nullable SessionManager manager;
  private volatile @Nullable SessionCookies cookies;
  private volatile Duration timeout = Duration.ofMinutes(30);

  WebSessions(ServletContext context, WebSettings settings, CookieSeal seal) {
    this.context = context;
    this.settings = settings;
    this.seal = seal;
    this.exchangeAttribute = "io.lockstep.web.exchange." + System.identityHashCode(this);
  }

  /** The node is there; until then, no session can be had. */
  void serve(SessionManager sessions) {
    sessions.addListener(views);
    manager = sessions;
  }

  /** Takes over what the application has configured by now about cookie and time-out. */
  void configure() {
    cookies = new SessionCookies(context, settings.cookieName(), settings.route(), seal, counters);
    timeout = Duration.ofMinutes(context.getSessionTimeout());
  }

  /** Where a request keeps its {@link Exchange}; another context's request has another one. */
  String exchangeAttribute() {
    return exchangeAttribute;
  }

  @Override
  public ServletContext servletContext() {
    return context;
  }

  @Override
  public List<EventListener> listeners() {
    return listeners.inOrder();
  }

  SessionListeners listenerList() {
    return listeners;
  }

  SessionViews views() {
    return views;
  }

  WebCounters counters() {
    return counters;
  }

  SessionCookies cookies() {
    @Nullable SessionCookies configured = cookies;
    if (configured == null) {
      throw new IllegalStateException("The filter was not initialised");
    }
    return configured;
  }

  boolean tellsLevel() {
    return settings.levelHeader();
  }

  SessionUse create() {
    return running().create(timeout);
  }

  CompletableFuture<Optional<SessionUse>> open(SessionCookie cookie) {
    return running().open(cookie.id(), cookie.epoch());
  }

  private SessionManager running() {
    @Nullable SessionManager running = manager;
    if (running == null) {
      throw new SessionUnavailableException("The node is not started yet", RETRY_AFTER);
    }
    return running;
  }
}
