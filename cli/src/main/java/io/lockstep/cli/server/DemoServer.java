package io.lockstep.cli.server;

import io.lockstep.cli.process.ParentWatch;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.catalina.LifecycleException;

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
    TomcatServer server = TomcatServer.start(name, port, work.resolve(name), wars, Map.of());
    System.out.println("SERVER http://127.0.0.1:" + port);
    server.await();
  }

  private static String rootMessage(Throwable failure) {
    var cause = failure.getCause();
    return cause == null ? String.valueOf(failure.getMessage()) : rootMessage(cause);
  }
}
