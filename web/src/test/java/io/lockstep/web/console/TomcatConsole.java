package io.lockstep.web.console;

import io.lockstep.node.LockstepNode;
import io.lockstep.report.DrainControl;
import io.lockstep.report.NodeObserver;
import io.lockstep.report.SessionInspector;
import io.lockstep.report.TaskRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;

/** A Tomcat with the console in an empty application, on a free loopback port. */
final class TomcatConsole implements ConsoleServer {
  private final Tomcat tomcat = new Tomcat();
  private final SessionCounter sessions = new SessionCounter();

  TomcatConsole(Path folder, NodeObserver observer, ConsoleSettings settings)
      throws LifecycleException, IOException {
    this(folder, 0, observer, settings);
  }

  TomcatConsole(Path folder, int port, NodeObserver observer, ConsoleSettings settings)
      throws LifecycleException, IOException {
    this(folder, port, observer, new NoSessions(), new NoTasks(), new NoDrain(), settings);
  }

  TomcatConsole(Path folder, LockstepNode node, ConsoleSettings settings)
      throws LifecycleException, IOException {
    this(folder, 0, node.observer(), node.inspector(), node.tasks(), node.drain(), settings);
  }

  private TomcatConsole(
      Path folder,
      int port,
      NodeObserver observer,
      SessionInspector inspector,
      TaskRunner runner,
      DrainControl drain,
      ConsoleSettings settings)
      throws LifecycleException, IOException {
    tomcat.setBaseDir(Files.createDirectories(folder).toString());
    tomcat.setPort(port);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    Context context =
        tomcat.addContext("/shop", Files.createDirectories(folder.resolve("app")).toString());
    hurry((StandardContext) context);
    context.addServletContainerInitializer(
        (classes, servletContext) -> {
          servletContext.addListener(sessions);
          Console.install(servletContext, observer, inspector, runner, drain, settings);
        },
        null);
    tomcat.start();
  }

  /** Without waiting for open streams, and without checks that would need the JDK opened. */
  private static void hurry(StandardContext context) {
    context.setUnloadDelay(50);
    context.setClearReferencesRmiTargets(false);
    context.setClearReferencesThreadLocals(false);
  }

  @Override
  public int port() {
    return tomcat.getConnector().getLocalPort();
  }

  @Override
  public int containerSessions() {
    return sessions.made();
  }

  @Override
  public void close() {
    try {
      if (tomcat.getServer().getState() != LifecycleState.DESTROYED) {
        tomcat.stop();
        tomcat.destroy();
      }
    } catch (LifecycleException e) {
      throw new IllegalStateException(e);
    }
  }
}
