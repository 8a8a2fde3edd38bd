package io.lockstep.web;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.apache.tomcat.util.descriptor.web.FilterMap;

/** Embedded Tomcat on a free loopback port. */
final class TomcatServer implements WebServer {
  private final Tomcat tomcat = new Tomcat();
  private final Path base;
  private final Context context;

  TomcatServer(
      ServletContainerInitializer initializer,
      TestApp app,
      String contextPath,
      Map<String, String> parameters,
      Consumer<Context> changes) {
    try {
      base = Files.createTempDirectory("lockstep-web");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    tomcat.setBaseDir(base.toString());
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    context = tomcat.addContext(contextPath, base.toString());
    parameters.forEach(context::addParameter);
    context.addServletContainerInitializer(initializer, Set.of());
    context.addServletContainerInitializer(app, Set.of());
    app.errorPage()
        .ifPresent(
            location -> {
              var page = new ErrorPage();
              page.setLocation(location);
              context.addErrorPage(page);
            });
    Wrapper wrapper = Tomcat.addServlet(context, "pages", app.servlet());
    wrapper.setAsyncSupported(true);
    wrapper.addMapping("/");
    changes.accept(context);
    start();
  }

  private void start() {
    try {
      tomcat.start();
    } catch (LifecycleException e) {
      throw new IllegalStateException(e);
    }
  }

  List<FilterMap> filterMaps() {
    return List.of(context.findFilterMaps());
  }

  boolean isDeployed() {
    return context.getState() == LifecycleState.STARTED;
  }

  @Override
  public URI uri(String path) {
    return URI.create(
        "http://127.0.0.1:%d%s%s"
            .formatted(tomcat.getConnector().getLocalPort(), context.getEncodedPath(), path));
  }

  @Override
  public ServletContext context() {
    return context.getServletContext();
  }

  @Override
  public void close() {
    try {
      tomcat.stop();
      tomcat.destroy();
      delete(base);
    } catch (LifecycleException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
