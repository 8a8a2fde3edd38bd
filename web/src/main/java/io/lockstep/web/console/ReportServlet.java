package io.lockstep.web.console;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One report as JSON. */
final class ReportServlet<T> extends ApiServlet {
  private static final Logger LOG = LoggerFactory.getLogger(ReportServlet.class);

  private final transient Supplier<CompletableFuture<T>> report;
  private final transient ClusterFeed feed;

  /**
   * Serves what the supplier gives.
   *
   * @param feed has a report fail that takes too long
   */
  ReportServlet(AccessRule rule, Supplier<CompletableFuture<T>> report, ClusterFeed feed) {
    super(rule);
    this.report = report;
    this.feed = feed;
  }

  @Override
  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    CompletableFuture<T> asked =
        feed.inTime(CompletableFuture.completedFuture(report).thenCompose(Supplier::get));
    if (request.isAsyncSupported()) {
      AsyncContext async = request.startAsync();
      async.setTimeout(0);
      var unused = asked.whenComplete((value, failure) -> finish(async, response, value, failure));
    } else {
      answerNow(response, asked);
    }
  }

  /** Hands over to the container's threads, since reports complete on the node's loop. */
  private static void finish(
      AsyncContext async,
      HttpServletResponse response,
      @Nullable Object value,
      @Nullable Throwable failure) {
    async.start(
        () -> {
          try {
            send(response, value, failure);
          } catch (IOException e) {
            LOG.debug("A reader of the console's report has gone", e);
          } finally {
            async.complete();
          }
        });
  }

  private void answerNow(HttpServletResponse response, CompletableFuture<T> asked)
      throws IOException {
    try {
      send(response, asked.join(), null);
    } catch (CompletionException e) {
      send(response, null, e);
    }
  }

  @Override
  public void destroy() {
    feed.close();
  }

  private static void send(
      HttpServletResponse response, @Nullable Object value, @Nullable Throwable failure)
      throws IOException {
    if (value == null) {
      LOG.warn("The node gave the console no report", failure);
      text(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "The node gives no report.");
    } else {
      write(response, JSON, JsonWriter.write(value).getBytes(StandardCharsets.UTF_8));
    }
  }
}
