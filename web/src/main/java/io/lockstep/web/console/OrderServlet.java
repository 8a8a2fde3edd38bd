package io.lockstep.web.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes orders for a server, which is this one unless {@code ?server=NAME} names another. Answers
 * 202 when the server was asked; the reports tell what became of it.
 */
abstract class OrderServlet extends GuardedServlet {
  private static final Logger LOG = LoggerFactory.getLogger(OrderServlet.class);

  private final transient ClusterFeed feed;

  /**
   * Orders by {@code POST}.
   *
   * @param feed has an order fail that takes too long
   */
  OrderServlet(AccessRule rule, ClusterFeed feed) {
    super(rule, "POST");
    this.feed = feed;
  }

  /** Gives the order to this server, or to the named one; yields whether it could be given. */
  abstract CompletableFuture<Boolean> give(String order, @Nullable String server);

  /** What the request orders. */
  abstract String order(HttpServletRequest request);

  /** What was ordered, for JSON. */
  abstract Object told(String order);

  /** One sentence for the caller of an order that could not be given. */
  abstract String unknown();

  @Override
  protected final void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String order = order(request);
    if (!Mark.isFromThisPage(request)) {
      text(response, HttpServletResponse.SC_FORBIDDEN, Mark.REFUSAL);
    } else if (isGiven(order, request.getParameter("server"), response)) {
      response.setStatus(HttpServletResponse.SC_ACCEPTED);
      write(response, JSON, JsonWriter.write(told(order)).getBytes(StandardCharsets.UTF_8));
    }
  }

  private boolean isGiven(String order, @Nullable String server, HttpServletResponse response)
      throws IOException {
    try {
      boolean known =
          feed.inTime(CompletableFuture.completedFuture(order).thenCompose(it -> give(it, server)))
              .join();
      if (!known) {
        text(response, HttpServletResponse.SC_NOT_FOUND, unknown());
      }
      return known;
    } catch (CompletionException e) {
      LOG.warn("The node did not take an order of the console", e);
      text(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "The node takes no order.");
      return false;
    }
  }

  @Override
  public void destroy() {
    feed.close();
  }
}
