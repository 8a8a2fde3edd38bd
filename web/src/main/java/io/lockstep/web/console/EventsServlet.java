package io.lockstep.web.console;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;

/** The cluster's report as server-sent events. */
final class EventsServlet extends ApiServlet {
  /** A page opens its stream anew after that, so that no place stays taken by one that is gone. */
  private static final Duration LONGEST_STREAM = Duration.ofMinutes(10);

  private final transient ClusterFeed feed;

  EventsServlet(AccessRule rule, ClusterFeed feed) {
    super(rule);
    this.feed = feed;
  }

  @Override
  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (request.getMethod().equals("HEAD") || !request.isAsyncSupported()) {
      unavailable(response, "Events need GET, and asynchronous filters: read api/cluster.");
      return;
    }
    AsyncContext async = request.startAsync();
    async.setTimeout(LONGEST_STREAM.toMillis());
    EventStream stream = new EventStream(async, response.getOutputStream(), feed::remove);
    if (feed.add(stream)) {
      response.setContentType("text/event-stream;charset=UTF-8");
      // Nginx would hold events back.
      response.setHeader("X-Accel-Buffering", "no");
      stream.start();
    } else {
      unavailable(response, "Too many pages are listening: read api/cluster.");
      async.complete();
    }
  }

  private static void unavailable(HttpServletResponse response, String why) throws IOException {
    response.setHeader("Retry-After", "5");
    text(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, why);
  }

  @Override
  public void destroy() {
    feed.close();
  }
}
