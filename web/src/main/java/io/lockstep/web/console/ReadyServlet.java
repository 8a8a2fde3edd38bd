package io.lockstep.web.console;

import io.lockstep.report.Readiness;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Tells a balancer whether to send visitors here: 200, 503 with the reason, or 404 while the server
 * drains. Open to all, since balancers are on other machines and it tells nothing else.
 */
final class ReadyServlet extends GuardedServlet {
  private final transient Supplier<Readiness> readiness;

  ReadyServlet(Supplier<Readiness> readiness) {
    super(request -> Optional.empty());
    this.readiness = readiness;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Readiness now = readiness.get();
    text(response, status(now, request.getParameter("alone") != null), now.text());
  }

  /** By what HAProxy's {@code disable-on-404} takes for a server that only keeps its visitors. */
  private static int status(Readiness readiness, boolean mayBeAlone) {
    return switch (readiness) {
      case READY -> HttpServletResponse.SC_OK;
      case ALONE ->
          mayBeAlone ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE;
      case DRAINING -> HttpServletResponse.SC_NOT_FOUND;
      case STARTING, STOPPING -> HttpServletResponse.SC_SERVICE_UNAVAILABLE;
    };
  }
}
