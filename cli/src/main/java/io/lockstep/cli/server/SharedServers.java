package io.lockstep.cli.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lockstep.cli.process.ParentWatch;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.catalina.LifecycleException;

/**
 * Several of the demo's servers in one process: each a Tomcat, with a node of its own in each web
 * application.
 *
 * <p>Arguments: the demo's work directory, and one WAR or more. Settings come on standard input.
 * Prints {@code SERVERS} and the address where it takes orders, {@code POST
 * /start?name=NAME&port=PORT} and {@code /kill?name=NAME}, and ends with its standard input.
 */
public final class SharedServers {
  private final Path work;
  private final List<File> wars;
  private final Map<String, TomcatServer> running = new ConcurrentHashMap<>();
  private final AtomicInteger lives = new AtomicInteger();

  private SharedServers(Path work, List<File> wars) {
    this.work = work;
    this.wars = wars;
  }

  public static void main(String[] arguments) throws IOException {
    ParentWatch.readSettings();
    var work = Path.of(arguments[0]);
    ParentWatch.start(work);
    var servers = new SharedServers(work, Stream.of(arguments).skip(1).map(File::new).toList());
    var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.setExecutor(Executors.newCachedThreadPool());
    http.createContext("/", servers::obey);
    http.start();
    System.out.println("SERVERS http://127.0.0.1:" + http.getAddress().getPort());
  }

  private void obey(HttpExchange exchange) throws IOException {
    try (exchange) {
      String[] order = exchange.getRequestURI().getRawQuery().split("[=&]", -1);
      switch (exchange.getRequestURI().getPath()) {
        case "/start" -> start(order[1], Integer.parseInt(order[3]));
        case "/kill" -> kill(order[1]);
        default -> throw new IllegalArgumentException("no such order");
      }
      exchange.sendResponseHeaders(204, -1);
    } catch (IOException | LifecycleException | RuntimeException failure) {
      byte[] told = String.valueOf(failure.getMessage()).getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(500, told.length == 0 ? -1 : told.length);
      exchange.getResponseBody().write(told);
    }
  }

  private void start(String name, int port) throws IOException, LifecycleException {
    Map<String, String> parameters =
        Map.of(
            "server.name", name,
            "lockstep.server", name,
            "lockstep.machine-id", name,
            "lockstep.route", name);
    // What is left of a former life is still being cleaned up in its directory.
    Path directory = work.resolve(name + "-" + lives.incrementAndGet());
    running.put(name, TomcatServer.start(name, port, directory, wars, parameters));
  }

  private void kill(String name) throws LifecycleException {
    TomcatServer server = running.remove(name);
    if (server != null) {
      server.halt();
    }
  }
}
