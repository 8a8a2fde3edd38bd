package io.lockstep.web.console;

import io.lockstep.report.TaskRunner;
import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Has servers run their periodic tasks at once: {@code POST api/tasks/NAME?server=NAME}. */
final class TaskServlet extends OrderServlet {
  private final transient TaskRunner runner;

  /** Orders them from the runner. */
  TaskServlet(AccessRule rule, TaskRunner runner, ClusterFeed feed) {
    super(rule, feed);
    this.runner = runner;
  }

  @Override
  String order(HttpServletRequest request) {
    String path = request.getPathInfo();
    return path == null ? "" : path.substring(1);
  }

  @Override
  CompletableFuture<Boolean> give(String task, @Nullable String server) {
    return server == null ? runner.runHere(task) : runner.runAt(server, task);
  }

  /** What was ordered, as JSON. */
  record Order(String task) {}

  @Override
  Object told(String task) {
    return new Order(task);
  }

  @Override
  String unknown() {
    return "There is no such task, or server.";
  }
}
