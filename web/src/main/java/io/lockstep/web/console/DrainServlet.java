package io.lockstep.web.console;

import io.lockstep.report.DrainControl;
import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Has servers drain, and take new visitors again: {@code POST api/drain?server=NAME} and {@code
 * POST api/resume?server=NAME}.
 */
final class DrainServlet extends OrderServlet {
  static final String DRAIN = "drain";
  static final String RESUME = "resume";

  private final transient DrainControl control;
  private final transient String order;

  /**
   * Takes one kind of order.
   *
   * @param order {@link #DRAIN} or {@link #RESUME}
   */
  DrainServlet(AccessRule rule, DrainControl control, String order, ClusterFeed feed) {
    super(rule, feed);
    this.control = control;
    this.order = order;
  }

  @Override
  String order(HttpServletRequest request) {
    return order;
  }

  @Override
  CompletableFuture<Boolean> give(String given, @Nullable String server) {
    if (given.equals(DRAIN)) {
      return server == null ? control.drainHere() : control.drainAt(server);
    }
    return server == null ? control.resumeHere() : control.resumeAt(server);
  }

  /** What was ordered, as JSON. */
  record Order(String order) {}

  @Override
  Object told(String given) {
    return new Order(given);
  }

  @Override
  String unknown() {
    return "There is no such server.";
  }
}
