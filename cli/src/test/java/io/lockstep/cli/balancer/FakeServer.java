package io.lockstep.cli.balancer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server behind a balancer that can die with a request. */
final class FakeServer implements AutoCloseable {
  private final String name;
  private final HttpServer http;
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final Queue<String> seen = new ConcurrentLinkedQueue<>();
  private volatile boolean dropping;
  private volatile boolean draining;

  FakeServer(String name) throws IOException {
    this.name = name;
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.setExecutor(executor);
    http.createContext("/shop/products", exchange -> answer(exchange, 200, "product"));
    http.createContext(
        "/shop/lockstep/ready",
        exchange -> answer(exchange, draining ? 404 : 200, draining ? "draining" : "ready"));
    http.createContext("/shop/cart", this::cart);
    http.start();
  }

  Backend backend() {
    return new Backend(name, http.getAddress().getPort());
  }

  /** From now on it takes requests and closes the connection without an answer. */
  void drop() {
    dropping = true;
  }

  /** Whether it says from now on that it drains. */
  void drain(boolean drains) {
    draining = drains;
  }

  /** The methods of the requests for the cart that it has seen. */
  Queue<String> seen() {
    return seen;
  }

  private void cart(HttpExchange exchange) throws IOException {
    seen.add(exchange.getRequestMethod());
    if (dropping) {
      exchange.close();
    } else {
      exchange.getResponseHeaders().add("Set-Cookie", "LOCKSTEP=id-1." + name + "; Path=/shop");
      answer(exchange, 200, name);
    }
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    try (exchange) {
      var body = text.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    http.stop(0);
    executor.shutdownNow();
  }
}
