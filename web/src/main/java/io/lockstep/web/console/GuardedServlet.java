package io.lockstep.web.console;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Answers only whom the rule lets in, and only the methods it is for; sets the headers that all
 * answers have.
 */
abstract class GuardedServlet extends HttpServlet {
  static final String JSON = "application/json;charset=UTF-8";

  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final transient AccessRule rule;
  private final transient List<String> methods;

  /** For reading. */
  GuardedServlet(AccessRule rule) {
    this(rule, "GET", "HEAD");
  }

  GuardedServlet(AccessRule rule, String... methods) {
    this.rule = rule;
    this.methods = List.of(methods);
  }

  @Override
  protected final void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    secure(response);
    Optional<String> refusal = rule.refusal(request);
    if (refusal.isPresent()) {
      text(response, HttpServletResponse.SC_FORBIDDEN, refusal.get());
    } else if (methods.contains(request.getMethod())) {
      super.service(request, response);
    } else {
      String allowed = String.join(", ", methods);
      response.setHeader("Allow", allowed);
      text(response, HttpServletResponse.SC_METHOD_NOT_ALLOWED, "Allowed is " + allowed + ".");
    }
  }

  private static void secure(HttpServletResponse response) {
    response.setHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("X-Frame-Options", "DENY");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cache-Control", "no-store");
  }

  /** Answers with a line of plain text. */
  static void text(HttpServletResponse response, int status, String text) throws IOException {
    response.setStatus(status);
    write(response, "text/plain;charset=UTF-8", (text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Answers with a whole body. */
  static void write(ServletResponse response, String type, byte[] body) throws IOException {
    response.setContentType(type);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
