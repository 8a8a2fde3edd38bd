package io.lockstep.web.console;

import io.lockstep.report.SessionInspector;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One session: {@code GET api/session?key=KEY} tells what each server has of it, its owner first,
 * never its values; {@code DELETE} has its owner end it, and answers 202.
 */
final class SessionServlet extends GuardedServlet {
  private static final Logger LOG = LoggerFactory.getLogger(SessionServlet.class);

  private final transient SessionInspector inspector;
  private final transient ClusterFeed feed;

  /**
   * Shows what the inspector tells.
   *
   * @param feed has a question fail that takes too long
   */
  SessionServlet(AccessRule rule, SessionInspector inspector, ClusterFeed feed) {
    super(rule, "GET", "HEAD", "DELETE");
    this.inspector = inspector;
    this.feed = feed;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String key = keyOf(request, response);
    if (key != null) {
      Object found = ask(response, it -> it.inspect(key));
      if (found != null) {
        write(response, JSON, JsonWriter.write(found).getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  @Override
  protected void doDelete(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String key = keyOf(request, response);
    if (key == null) {
      return;
    }
    if (!Mark.isFromThisPage(request)) {
      text(response, HttpServletResponse.SC_FORBIDDEN, Mark.REFUSAL);
      return;
    }
    Boolean ended = ask(response, it -> it.end(key));
    if (Boolean.TRUE.equals(ended)) {
      text(response, HttpServletResponse.SC_ACCEPTED, "Its owner was told to end it.");
    } else if (ended != null) {
      text(response, HttpServletResponse.SC_NOT_FOUND, "No server owns a session of that key.");
    }
  }

  private static @Nullable String keyOf(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String key = request.getParameter("key");
    if (key != null && key.matches("[0-9a-f]{12}")) {
      return key;
    }
    text(
        response,
        HttpServletResponse.SC_BAD_REQUEST,
        "key: a session's key as the reports tell it, 12 digits and letters a to f.");
    return null;
  }

  /** The answer; null, and the response told, when there is none. */
  private <T> @Nullable T ask(
      HttpServletResponse response, Function<SessionInspector, CompletableFuture<T>> question)
      throws IOException {
    try {
      return feed.inTime(CompletableFuture.completedFuture(inspector).thenCompose(question)).join();
    } catch (CompletionException e) {
      LOG.warn("The node tells the console nothing of a session", e);
      text(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "The node gives no answer.");
      return null;
    }
  }

  @Override
  public void destroy() {
    feed.close();
  }
}
