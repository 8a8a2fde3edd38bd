package io.lockstep.web.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/** Refuses calls that a browser makes for the page of another site. */
abstract class ApiServlet extends GuardedServlet {
  private static final Set<String> OTHER_SITES = Set.of("cross-site", "same-site");

  ApiServlet(AccessRule rule) {
    super(rule);
  }

  @Override
  protected final void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String site = request.getHeader("Sec-Fetch-Site");
    if (site != null && OTHER_SITES.contains(site)) {
      text(response, HttpServletResponse.SC_FORBIDDEN, "Pages of other sites may not read this.");
    } else {
      answer(request, response);
    }
  }

  abstract void answer(HttpServletRequest request, HttpServletResponse response) throws IOException;
}
