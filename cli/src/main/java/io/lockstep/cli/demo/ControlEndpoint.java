package io.lockstep.cli.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lockstep.cli.process.StartException;
import io.lockstep.cli.server.Fleet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP address through which the console's buttons kill a server and start it again: {@code
 * POST /demo/kill?server=NAME} and {@code start}. {@code GET /demo/servers} tells which run. On
 * loopback only; and a page from anywhere but the demo cannot use it.
 */
final class ControlEndpoint implements AutoCloseable {
  /** Where it is, behind the balancer. */
  static final String PATH = "/demo/";

  /** A form of another site cannot send it, and the console does. */
  static final String MARK = "X-Lockstep-Console";

  private final Fleet fleet;
  private final Consumer<String> failures;
  private final HttpServer http;
  private final ExecutorService executor;
  private final ExecutorService starts;
  private volatile boolean open;

  /**
   * @param failures is told of a server that did not start
   */
  ControlEndpoint(Fleet fleet, Consumer<String> failures) throws IOException {
    this.fleet = fleet;
    this.failures = failures;
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    executor = Executors.newSingleThreadExecutor(ControlEndpoint::daemon);
    starts = Executors.newCachedThreadPool(ControlEndpoint::daemon);
    http.setExecutor(executor);
    http.createContext(PATH, this::handle);
    http.start();
  }

  int port() {
    return http.getAddress().getPort();
  }

  /** From now on servers may be killed: the tour is over. */
  void open() {
    open = true;
  }

  private void handle(HttpExchange exchange) throws IOException {
    var order = exchange.getRequestURI().getPath().substring(PATH.length());
    switch (order) {
      case "servers" -> answer(exchange, 200, servers());
      case "kill" -> obey(exchange, 200, fleet::kill);
      case "start" -> obey(exchange, 202, this::start);
      default -> answer(exchange, 404, error("nothing is here"));
    }
  }

  /** A start takes its time, and other orders must not wait for it. */
  private void start(String server) {
    starts.execute(
        () -> {
          try {
            fleet.startAgain(server);
          } catch (StartException failure) {
            failures.accept(String.valueOf(failure.getMessage()));
          }
        });
  }

  private void obey(HttpExchange exchange, int status, Consumer<String> order) throws IOException {
    var server = server(exchange.getRequestURI());
    if (!exchange.getRequestMethod().equals("POST")) {
      exchange.getResponseHeaders().set("Allow", "POST");
      answer(exchange, 405, error("use POST"));
    } else if (!isFromDemo(exchange)) {
      answer(exchange, 403, error("only the demo's own pages may do that"));
    } else if (!fleet.has(server)) {
      answer(exchange, 404, error("there is no such server"));
    } else if (!open) {
      answer(exchange, 409, error("the tour is still on its way"));
    } else {
      order.accept(server);
      answer(exchange, status, servers());
    }
  }

  /**
   * Whether a page of this origin asks, or no page at all: browsers say where a request comes from,
   * and let no page of elsewhere send the mark.
   */
  private static boolean isFromDemo(HttpExchange exchange) {
    var headers = exchange.getRequestHeaders();
    var site = headers.getFirst("Sec-Fetch-Site");
    var origin = headers.getFirst("Origin");
    var host = headers.getFirst("Host");
    boolean sameOrigin = origin == null || origin.equals("http://" + host);
    boolean marked = headers.containsKey(MARK);
    return marked && sameOrigin && (site == null || site.equals("same-origin")) && isLoopback(host);
  }

  private static boolean isLoopback(@Nullable String host) {
    var name = host == null ? "" : host.replaceFirst(":\\d+$", "");
    return name.equals("127.0.0.1") || name.equals("localhost") || name.equals("[::1]");
  }

  private static String server(URI uri) {
    var query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
    for (var parameter : query.split("&", -1)) {
      if (parameter.startsWith("server=")) {
        return URLDecoder.decode(parameter.substring(7), StandardCharsets.UTF_8);
      }
    }
    return "";
  }

  private String servers() {
    return fleet.backends().stream()
        .map(each -> "\"" + each.name() + "\":" + fleet.isAlive(each.name()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String error(String text) {
    return "{\"error\":\"" + text.replace('"', '\'') + "\"}";
  }

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    var body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static Thread daemon(Runnable task) {
    var thread = new Thread(task, "demo-control");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    http.stop(0);
    executor.shutdownNow();
    starts.shutdownNow();
  }
}
