package io.lockstep.web.console;

import jakarta.servlet.http.HttpServletRequest;

/** What a request must bring that changes something. */
final class Mark {
  /** A form of another site cannot send it, and the console does. */
  static final String HEADER = "X-Lockstep-Console";

  static final String REFUSAL =
      "Only the console's own page may do that, and who sends the header " + HEADER + ".";

  private Mark() {}

  /**
   * Whether a page of this origin asks, or no page at all: browsers say where a request comes from,
   * and let no page of elsewhere send the mark.
   */
  static boolean isFromThisPage(HttpServletRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    String origin = request.getHeader("Origin");
    boolean sameOrigin = origin == null || origin.endsWith("://" + request.getHeader("Host"));
    return request.getHeader(HEADER) != null
        && sameOrigin
        && (site == null || site.equals("same-origin"));
  }
}
