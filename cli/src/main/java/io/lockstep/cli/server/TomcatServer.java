package io.lockstep.cli.server;

import io.lockstep.node.LockstepNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.ContextConfig;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.scan.StandardJarScanFilter;
import org.apache.tomcat.util.scan.StandardJarScanner;

/** Tomcat on a loopback port, with web applications, each under the name of its WAR. */
final class TomcatServer {
  /** Where Lockstep's filter leaves the application's node. */
  private static final String NODE = "io.lockstep.node";

  private final Tomcat tomcat;
  private final List<Context> applications;

  private TomcatServer(Tomcat tomcat, List<Context> applications) {
    this.tomcat = tomcat;
    this.applications = applications;
  }

  /**
   * Starts one; it serves when this returns.
   *
   * @param directory its own, which nobody else uses
   * @param parameters settings of all applications, besides the system properties
   * @throws LifecycleException when it, or one of the applications, does not start
   */
  static TomcatServer start(
      String name, int port, Path directory, List<File> wars, Map<String, String> parameters)
      throws IOException, LifecycleException {
    var base = Files.createDirectories(directory.resolve("webapps"));
    var tomcat = new Tomcat();
    tomcat.setBaseDir(directory.toString());
    tomcat.getHost().setAppBase(base.toString());
    tomcat.getEngine().setJvmRoute(name);
    tomcat.getEngine().setName(name);
    tomcat.setConnector(connector(port));
    // Each waits a moment for its cluster while it starts.
    tomcat.getHost().setStartStopThreads(wars.size());
    var applications = wars.stream().map(war -> addApplication(tomcat, war)).toList();
    for (Context application : applications) {
      parameters.forEach(application::addParameter);
    }
    var server = new TomcatServer(tomcat, applications);
    try {
      tomcat.start();
      for (Context application : applications) {
        if (!application.getState().isAvailable()) {
          throw new LifecycleException(application.getPath() + " did not start");
        }
      }
    } catch (LifecycleException e) {
      server.discard();
      throw e;
    }
    return server;
  }

  /** Until somebody ends this process. */
  void await() {
    tomcat.getServer().await();
  }

  /**
   * Ends it as abruptly as a part of a process can be: the nodes fall silent, then all connections
   * end. What its threads still do reaches nobody.
   */
  void halt() throws LifecycleException {
    for (Context application : applications) {
      if (application.getServletContext().getAttribute(NODE) instanceof LockstepNode node) {
        node.halt();
      }
    }
    tomcat.getConnector().stop();
    tomcat.getConnector().destroy();
    // The rest is cleaning up, which nobody waits for.
    var cleaning = new Thread(this::discard, "clean-up");
    cleaning.setDaemon(true);
    cleaning.start();
  }

  private void discard() {
    try {
      tomcat.stop();
      tomcat.destroy();
    } catch (LifecycleException e) {
      System.err.println(e.getMessage());
    }
  }

  private static Connector connector(int port) {
    var connector = new Connector();
    connector.setPort(port);
    connector.setProperty("address", "127.0.0.1");
    connector.setProperty("maxThreads", "60");
    connector.setProperty("minSpareThreads", "4");
    // The balancer keeps its connections for as long as it likes, so that none closes under it.
    connector.setProperty("keepAliveTimeout", "-1");
    connector.setProperty("maxKeepAliveRequests", "-1");
    connector.setThrowOnFailure(true);
    return connector;
  }

  private static Context addApplication(Tomcat tomcat, File war) {
    tomcat.setAddDefaultWebXmlToWebapp(false);
    var configuration = new ContextConfig();
    configuration.setDefaultWebXml(tomcat.noDefaultWebXmlPath());
    String path = "/" + war.getName().replaceFirst("[.]war$", "");
    Context context = tomcat.addWebapp(tomcat.getHost(), path, war.toString(), configuration);
    ((StandardContext) context).setClearReferencesRmiTargets(false);
    Tomcat.addServlet(context, "default", new DefaultServlet()).setLoadOnStartup(1);
    context.addServletMapping("/", "default");
    Tomcat.addDefaultMimeTypeMappings(context);
    context.setJarScanner(scanner());
    return context;
  }

  /** Nothing on the class path declares fragments or tags: looking for them would cost seconds. */
  private static StandardJarScanner scanner() {
    var filter = new StandardJarScanFilter();
    filter.setDefaultPluggabilityScan(false);
    filter.setDefaultTldScan(false);
    var scanner = new StandardJarScanner();
    scanner.setScanClassPath(false);
    scanner.setJarScanFilter(filter);
    return scanner;
  }
}
