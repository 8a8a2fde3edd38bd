package io.lockstep.web;

import io.lockstep.node.LockstepNode;
import io.lockstep.session.ServerSession;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.util.EventListener;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an application can ask of Lockstep beyond the Servlet API. Thread-safe. */
public final class Lockstep {
  /** The attribute of the {@link ServletContext} that holds the {@link LockstepNode}. */
  public static final String NODE_ATTRIBUTE = "io.lockstep.node";

  static final String SESSIONS_ATTRIBUTE = "io.lockstep.web.sessions";

  private Lockstep() {}

  /**
   * The node of the web application.
   *
   * @return null before the application has started, after it has stopped, and when Lockstep is not
   *     enabled
   */
  public static @Nullable LockstepNode node(ServletContext context) {
    return (LockstepNode) context.getAttribute(NODE_ATTRIBUTE);
  }

  /**
   * The session of the request, of which its {@code HttpSession} is a view; joined as by {@code
   * getSession(false)}.
   *
   * @return null when the request has none, or did not pass the filter
   */
  public static @Nullable ServerSession serverSession(HttpServletRequest request) {
    @Nullable WebSessions web = sessions(request.getServletContext());
    if (web == null) {
      return null;
    }
    @Nullable Exchange exchange = (Exchange) request.getAttribute(web.exchangeAttribute());
    @Nullable ReplicatedHttpSession session =
        exchange == null ? null : exchange.sessions().existing();
    return session == null ? null : session.serverSession();
  }

  /**
   * Adds a listener that hears of sessions on this server: an {@code HttpSessionListener}, {@code
   * HttpSessionAttributeListener} or {@code HttpSessionIdListener}. A filter cannot see those that
   * are registered with the container.
   *
   * @throws IllegalArgumentException when it is none of these
   * @throws IllegalStateException when Lockstep is not enabled in this web application
   */
  public static void addListener(ServletContext context, EventListener listener) {
    @Nullable WebSessions web = sessions(context);
    if (web == null) {
      throw new IllegalStateException("Lockstep is not enabled in this web application");
    }
    web.listenerList().add(listener);
  }

  /** What requests brought that should not be, counted by name; empty when not enabled. */
  public static Map<String, Long> counters(ServletContext context) {
    @Nullable WebSessions web = sessions(context);
    return web == null ? Map.of() : web.counters().counts();
  }

  private static @Nullable WebSessions sessions(ServletContext context) {
    return (WebSessions) context.getAttribute(SESSIONS_ATTRIBUTE);
  }
}
