package io.lockstep.web.console;

import io.lockstep.node.LockstepNode;
import io.lockstep.report.DrainControl;
import io.lockstep.report.NodeObserver;
import io.lockstep.report.SessionInspector;
import io.lockstep.report.TaskRunner;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;

/** The console in a Jetty. */
final class JettyConsole implements ConsoleServer {
  private final Server server =
      new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  private final ServletContextHandler context =
      new ServletContextHandler("/shop", ServletContextHandler.SESSIONS);
  private final SessionCounter sessions = new SessionCounter();

  JettyConsole(NodeObserver observer, ConsoleSettings settings) throws Exception {
    this(observer, new NoSessions(), new NoTasks(), new NoDrain(), settings);
  }

  JettyConsole(LockstepNode node, ConsoleSettings settings) throws Exception {
    this(node.observer(), node.inspector(), node.tasks(), node.drain(), settings);
  }

  private JettyConsole(
      NodeObserver observer,
      SessionInspector inspector,
      TaskRunner runner,
      DrainControl drain,
      ConsoleSettings settings)
      throws Exception {
    context.addServletContainerInitializer(
        (classes, servletContext) -> {
          servletContext.addListener(sessions);
          Console.install(servletContext, observer, inspector, runner, drain, settings);
        });
    server.setHandler(context);
    server.setStopTimeout(0);
    server.start();
  }

  @Override
  public int port() {
    return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
  }

  @Override
  public int containerSessions() {
    return sessions.made();
  }

  @Override
  public void close() {
    LifeCycle.stop(server);
  }
}
