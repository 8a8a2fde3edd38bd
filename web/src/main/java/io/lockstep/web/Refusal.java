package io.lockstep.web;

import io.lockstep.session.SessionUnavailableException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The answer when a session cannot be had now. */
final class Refusal {
  private static final String TEXT = "The session is not available at the moment.";

  private Refusal() {}

  /**
   * Writes it to a response that is not committed.
   *
   * @param page whether the application's error page may be shown
   */
  static void write(HttpServletResponse response, SessionUnavailableException reason, boolean page)
      throws IOException {
    response.reset();
    long millis = reason.retryAfter().toMillis();
    response.setHeader("Retry-After", Long.toString(Math.max(1, (millis + 999) / 1_000)));
    response.setHeader("Cache-Control", "no-store");
    if (page) {
      response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE, TEXT);
    } else {
      response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
      response.setContentType("text/plain;charset=utf-8");
      response.getOutputStream().write(TEXT.getBytes(StandardCharsets.UTF_8));
    }
  }
}
