package io.lockstep.web.console;

import io.lockstep.report.Readiness;
import jakarta.servlet.ServletContext;
import java.util.function.Supplier;

/**
 * Puts {@code /lockstep/ready} into a web application, which a balancer asks whether to send
 * visitors here: 200; 503 with the reason while the server starts, stops, or has no cluster; 404
 * while it drains. With {@code ?alone} a server without its cluster answers 200 as well.
 */
public final class BalancerCheck {
  private BalancerCheck() {}

  /**
   * Registers it, to be called while the application starts. When the application itself has mapped
   * the path, it stays the application's, with a warning in the log.
   *
   * @param readiness asked at each request; must not wait
   */
  public static void install(ServletContext context, Supplier<Readiness> readiness) {
    Console.addAt(context, "ready", new ReadyServlet(readiness), Console.ROOT + "/ready");
  }
}
