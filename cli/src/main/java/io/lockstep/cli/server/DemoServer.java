package io.lockstep.cli.server;

import io.lockstep.cli.process.ParentWatch;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.ContextConfig;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.scan.StandardJarScanFilter;
import org.apache.tomcat.util.scan.StandardJarScanner;

/**
 * One of the demo's servers: Tomcat with web applications, each under the name of its WAR. It knows
 * Lockstep as a jar on its class path only.
 *
 * <p>Arguments: name, port, the demo's work directory, and one WAR or more. Settings come on
 * standard input. Prints {@code SERVER} and its address once it serves, and ends with its standard
 * input.
 */
public final class DemoServer {
  private DemoServer() {}

  public static void main(String[] arguments) throws IOException {
    ParentWatch.readSettings();
    var work = Path.of(arguments[2]);
    ParentWatch.start(work);
    var wars = Stream.of(arguments).skip(3).map(File::new).toList();
    try {
      serve(arguments[0], Integer.parseInt(arguments[1]), work, wars);
    } catch (IOException | LifecycleException failure) {
      System.err.println(rootMessage(failure));
      // What had started already would keep this process alive.
      System.exit(1);
    }
  }

  private static void serve(String name, int port, Path work, List<File> wars)
      throws IOException, LifecycleException {
    System.setProperty("server.name", name);
    var base = Files.createDirectories(work.resolve(name).resolve("webapps"));
    var tomcat = new Tomcat();
    tomcat.setBaseDir(work.resolve(name).toString());
    tomcat.getHost().setAppBase(base.toString());
    tomcat.getEngine().setJvmRoute(name);
    tomcat.setConnector(connector(port));
    // Each waits a moment for its cluster while it starts.
    tomcat.getHost().setStartStopThreads(wars.size());
    var applications = wars.stream().map(war -> addApplication(tomcat, war)).toList();
    tomcat.start();
    for (Context application : applications) {
      if (!application.getState().isAvailable()) {
        throw new LifecycleException(application.getPath() + " did not start");
      }
    }
    System.out.println("SERVER http://127.0.0.1:" + port);
    tomcat.getServer().await();
  }

  private static String rootMessage(Throwable failure) {
    var cause = failure.getCause();
    return cause == null ? String.valueOf(failure.getMessage()) : rootMessage(cause);
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
