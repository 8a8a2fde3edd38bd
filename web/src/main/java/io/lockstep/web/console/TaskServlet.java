package io.lockstep.web.console;

import io.lockstep.report.TaskRunner;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has servers run their periodic tasks at once: {@code POST api/tasks/NAME?server=NAME}, without
 * the server on this one. Answers 202 when the server was asked; the reports tell when it ran.
 */
final class TaskServlet extends GuardedServlet {
  private static final Logger LOG = LoggerFactory.getLogger(TaskServlet.class);

  private final transient TaskRunner runner;
  private final transient ClusterFeed feed;

  /**
   * Orders them from the runner.
   *
   * @param feed has an order fail that takes too long
   */
  TaskServlet(AccessRule rule, TaskRunner runner, ClusterFeed feed) {
    super(rule, "POST");
    this.runner = runner;
    this.feed = feed;
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getPathInfo();
    String task = path == null ? "" : path.substring(1);
    if (!Mark.isFromThisPage(request)) {
      text(response, HttpServletResponse.SC_FORBIDDEN, Mark.REFUSAL);
    } else if (isOrdered(request.getParameter("server"), task, response)) {
      response.setStatus(HttpServletResponse.SC_ACCEPTED);
      write(response, JSON, JsonWriter.write(new Order(task)).getBytes(StandardCharsets.UTF_8));
    }
  }

  /** What was ordered, as JSON. */
  record Order(String task) {}

  private boolean isOrdered(String server, String task, HttpServletResponse response)
      throws IOException {
    try {
      boolean known =
          feed.inTime(
                  CompletableFuture.completedFuture(runner)
                      .thenCompose(
                          it -> server == null ? it.runHere(task) : it.runAt(server, task)))
              .join();
      if (!known) {
        text(response, HttpServletResponse.SC_NOT_FOUND, "There is no such task, or server.");
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
