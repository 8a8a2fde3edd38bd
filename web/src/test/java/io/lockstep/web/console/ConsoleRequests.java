package io.lockstep.web.console;

import static org.awaitility.Awaitility.await;

import io.lockstep.node.LockstepNode;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Requests over HTTP to the console of the first of two real nodes, a and b. */
abstract class ConsoleRequests {
  private final HttpClient client = HttpClient.newHttpClient();
  private NodeGroup nodes;
  private ConsoleServer server;

  abstract ConsoleServer start(LockstepNode node) throws Exception;

  @BeforeEach
  void start() throws Exception {
    nodes = new NodeGroup("a", "b");
    await().until(() -> node("a").observer().report().join().members().size() == 2);
    server = start(node("a"));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    nodes.close();
  }

  NodeGroup nodes() {
    return nodes;
  }

  LockstepNode node(String name) {
    return nodes.node(name);
  }

  /** To what is below {@code api/}. */
  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(server.page().resolve("api/" + path));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }
}
