package io.lockstep.web;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import java.net.URI;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Embedded Jetty on a free loopback port, with the test application as {@code /shop}. */
final class JettyServer implements WebServer {
  private static final String PATH = "/shop";

  private final Server server = new Server(new QueuedThreadPool(20));
  private final ServerConnector connector = new ServerConnector(server, 1, 1);
  private final ServletContextHandler context =
      new ServletContextHandler(PATH, ServletContextHandler.SESSIONS);

  JettyServer(
      ServletContainerInitializer initializer, TestApp app, Map<String, String> parameters) {
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    parameters.forEach(context::setInitParameter);
    context.addServletContainerInitializer(initializer);
    context.addServletContainerInitializer(app);
    var holder = new ServletHolder("pages", app.servlet());
    holder.setAsyncSupported(true);
    context.addServlet(holder, "/");
    app.errorPage()
        .ifPresent(
            page -> {
              var handler = new ErrorPageErrorHandler();
              handler.addErrorPage(ErrorPageErrorHandler.GLOBAL_ERROR_PAGE, page);
              context.setErrorHandler(handler);
            });
    server.setHandler(context);
    start();
  }

  private void start() {
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + connector.getLocalPort() + PATH + path);
  }

  @Override
  public ServletContext context() {
    return context.getServletContext();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
