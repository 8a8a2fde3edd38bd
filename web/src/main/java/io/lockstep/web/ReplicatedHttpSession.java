package io.lockstep.web;

import io.lockstep.session.AttributeUnreadableException;
import io.lockstep.session.ServerSession;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/**
 * All that {@link HttpSession} means, over a {@link ServerSession}. Knows nothing of requests, so
 * that a filter and a container's own session manager can both show it. Thread-safe.
 */
final class ReplicatedHttpSession implements HttpSession {
  private final ServerSession session;
  private final SessionHost host;
  private final SessionEvents events;
  private volatile boolean isNew;
  private volatile boolean endedHere;

  ReplicatedHttpSession(ServerSession session, SessionHost host) {
    this.session = session;
    this.host = host;
    this.events = new SessionEvents(host, this);
  }

  ServerSession serverSession() {
    return session;
  }

  /** The client does not know the session yet. */
  void created() {
    isNew = true;
    events.created();
  }

  /** Whether it was invalidated through this object, and not by time or another request. */
  boolean wasEndedHere() {
    return endedHere;
  }

  /** Gives it another id, and tells the listeners. */
  String changeId() {
    String oldId = session.id();
    String newId = session.changeId();
    events.idChanged(oldId);
    return newId;
  }

  /**
   * The attribute is used for the first time since it came from another node, or was passivated.
   */
  void activated(Object value) {
    events.activated(value);
  }

  /** The attribute is about to go to another node, or to be passivated. */
  void passivating(Object value) {
    events.passivating(value);
  }

  /** The session is about to end; tells listeners and unbinds all attributes. */
  void ending() {
    events.destroyed();
    for (String name : session.attributeNames()) {
      @Nullable Object value = readable(name);
      if (value != null) {
        events.removed(name, value);
      }
    }
  }

  /** A value that cannot be read here is as if not there: the rest of the session is of use. */
  private @Nullable Object readable(String name) {
    try {
      return session.getAttribute(name);
    } catch (AttributeUnreadableException e) {
      return null;
    }
  }

  @Override
  public String getId() {
    return session.id();
  }

  @Override
  public long getCreationTime() {
    return session.creationTime().toEpochMilli();
  }

  @Override
  public long getLastAccessedTime() {
    return session.lastAccessTime().toEpochMilli();
  }

  @Override
  public ServletContext getServletContext() {
    return host.servletContext();
  }

  @Override
  public void setMaxInactiveInterval(int seconds) {
    session.setMaxInactiveInterval(Duration.ofSeconds(seconds));
  }

  @Override
  public int getMaxInactiveInterval() {
    return Math.toIntExact(Math.min(Integer.MAX_VALUE, session.maxInactiveInterval().toSeconds()));
  }

  @Override
  public @Nullable Object getAttribute(@Nullable String name) {
    return name == null ? null : readable(name);
  }

  @Override
  public Enumeration<String> getAttributeNames() {
    return Collections.enumeration(session.attributeNames());
  }

  @Override
  public void setAttribute(String name, @Nullable Object value) {
    requireName(name);
    if (value == null) {
      removeAttribute(name);
      return;
    }
    boolean bound = value instanceof HttpSessionBindingListener && value != readable(name);
    if (bound) {
      events.bound(name, value);
    }
    @Nullable Object old;
    try {
      old = session.setAttribute(name, value);
    } catch (IllegalArgumentException | IllegalStateException e) {
      if (bound) {
        events.unbound(name, value);
      }
      throw e;
    }
    events.set(name, old, value);
  }

  @Override
  public void removeAttribute(String name) {
    requireName(name);
    @Nullable Object old = session.removeAttribute(name);
    if (old != null) {
      events.removed(name, old);
    }
  }

  private static void requireName(@Nullable String name) {
    if (name == null) {
      throw new IllegalArgumentException("An attribute needs a name");
    }
  }

  @Override
  public void invalidate() {
    session.invalidate();
    endedHere = true;
  }

  @Override
  public boolean isNew() {
    if (!session.isValid()) {
      throw new IllegalStateException("The session has ended");
    }
    return isNew;
  }
}
