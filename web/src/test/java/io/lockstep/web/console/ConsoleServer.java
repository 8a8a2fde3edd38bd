package io.lockstep.web.console;

import io.lockstep.report.NodeObserver;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;

/** A Tomcat with the console in an empty application, on a free loopback port. */
final class ConsoleServer implements AutoCloseable {
  private final Tomcat tomcat = new Tomcat();
  private final Context context;

  ConsoleServer(Path folder, NodeObserver observer, ConsoleSettings settings)
      throws LifecycleException, IOException {
    this(folder, 0, observer, settings);
  }

  ConsoleServer(Path folder, int port, NodeObserver observer, ConsoleSettings settings)
      throws LifecycleException, IOException {
    tomcat.setBaseDir(Files.createDirectories(folder).toString());
    tomcat.setPort(port);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    context = tomcat.addContext("/shop", Files.createDirectories(folder.resolve("app")).toString());
    hurry((StandardContext) context);
    context.addServletContainerInitializer(
        (classes, servletContext) -> Console.install(servletContext, observer, settings), null);
    tomcat.start();
  }

  /** Without waiting for open streams, and without checks that would need the JDK opened. */
  private static void hurry(StandardContext context) {
    context.setUnloadDelay(50);
    context.setClearReferencesRmiTargets(false);
    context.setClearReferencesThreadLocals(false);
  }

  /** Where the console's page is. */
  URI page() {
    return URI.create("http://127.0.0.1:" + port() + "/shop/lockstep/");
  }

  int port() {
    return tomcat.getConnector().getLocalPort();
  }

  /** How many sessions the container has made. */
  int containerSessions() {
    return context.getManager().getActiveSessions();
  }

  /** Without effect the second time. */
  @Override
  public void close() throws LifecycleException {
    if (tomcat.getServer().getState() != LifecycleState.DESTROYED) {
      tomcat.stop();
      tomcat.destroy();
    }
  }
}
