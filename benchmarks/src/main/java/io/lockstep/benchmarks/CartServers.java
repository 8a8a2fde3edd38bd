package io.lockstep.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Servers that keep carts in sessions and replicate these, each a process of its own on a loopback
 * port, which can be killed and started again.
 */
abstract class CartServers implements AutoCloseable {
  /** Below the ports that the system takes for outgoing connections, so that each stays free. */
  private static final int LOWEST_PORT = 15_000;

  private static final int HIGHEST_PORT = 32_000;
  private static final int HEAP_MEGABYTES = 96;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Server> servers;
  private final Map<Server, ChildProcess> running = new LinkedHashMap<>();

  /** A server's name and port, the same in all its lives. */
  record Server(String name, int port) {}

  CartServers(int count) {
    List<Integer> ports = freePorts(count);
    servers =
        IntStream.range(0, count)
            .mapToObj(index -> new Server("server-" + (index + 1), ports.get(index)))
            .toList();
  }

  static List<Integer> freePorts(int count) {
    return Stream.generate(() -> ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT))
        .distinct()
        .filter(CartServers::isFree)
        .limit(count)
        .toList();
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  /** What the tables call them. */
  abstract String name();

  /** Whether an answer says when its write is acknowledged by the backup. */
  boolean tellsLevels() {
    return false;
  }

  /** Starts the server's process, and waits until it serves. */
  abstract ChildProcess launch(Server server) throws IOException;

  /** Whether all servers are there, and no session has fewer copies than it is to have. */
  abstract boolean isSafe() throws IOException, InterruptedException;

  List<Server> all() {
    return servers;
  }

  /** As the demo starts its servers. */
  static List<String> flags() {
    return ChildProcess.demoFlags(HEAP_MEGABYTES);
  }

  /** Starts each that does not run. */
  void start() throws IOException {
    for (Server server : servers) {
      if (!running.containsKey(server)) {
        running.put(server, launch(server));
      }
    }
  }

  /** Kills the server with SIGKILL, and does not wait for its end. */
  void kill(Server server) {
    Objects.requireNonNull(running.remove(server)).kill();
  }

  /** What the server answers with 200; empty for any other answer. */
  Optional<String> ask(Server server, String path) throws IOException, InterruptedException {
    var address = URI.create("http://127.0.0.1:" + server.port() + path);
    var answer =
        http.send(
            HttpRequest.newBuilder(address).timeout(PATIENCE).build(), BodyHandlers.ofString());
    return answer.statusCode() == 200 ? Optional.of(answer.body()) : Optional.empty();
  }

  @Override
  public void close() throws IOException {
    for (ChildProcess process : running.values()) {
      process.close();
    }
    running.clear();
  }
}
