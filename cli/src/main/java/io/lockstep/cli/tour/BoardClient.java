package io.lockstep.cli.tour;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lockstep.cli.process.StartException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Speaks to the notice board of one server, past the balancer. Thread-safe. */
final class BoardClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final HttpClient http;
  private final String server;
  private final URI board;
  private final ObjectMapper json = new ObjectMapper();

  BoardClient(HttpClient http, String server, int port) {
    this.http = http;
    this.server = server;
    this.board = URI.create("http://127.0.0.1:" + port + "/board/");
  }

  String server() {
    return server;
  }

  /** Pins a note, in place of the one with that id. */
  void pin(String id, String text) {
    send("POST", "notes?id=" + encoded(id) + "&text=" + encoded(text));
  }

  void takeDown(String id) {
    send("DELETE", "notes?id=" + encoded(id));
  }

  void publish(String text) {
    send("POST", "messages?text=" + encoded(text));
  }

  /** The notes that the server has; empty when it does not answer. */
  Optional<Map<String, String>> notes() {
    return asked("notes", Notes.class).map(Notes::notes);
  }

  /** The messages that the server has heard; empty when it does not answer. */
  Optional<List<String>> messages() {
    return asked("messages", Messages.class).map(Messages::messages);
  }

  private <A> Optional<A> asked(String path, Class<A> type) {
    try {
      var response = http.send(request("GET", path), BodyHandlers.ofString());
      return response.statusCode() == 200
          ? Optional.of(json.readValue(response.body(), type))
          : Optional.empty();
    } catch (IOException notThere) {
      return Optional.empty();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private void send(String method, String path) {
    String problem;
    try {
      int status = http.send(request(method, path), BodyHandlers.discarding()).statusCode();
      if (status == 200) {
        return;
      }
      problem = "status " + status;
    } catch (IOException failure) {
      problem = failure.toString();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      problem = "interrupted";
    }
    throw new StartException(
        "%s did not take a %s of its board: %s".formatted(server, method, problem));
  }

  private HttpRequest request(String method, String path) {
    return HttpRequest.newBuilder(board.resolve(path))
        .timeout(TIMEOUT)
        .method(method, BodyPublishers.noBody())
        .build();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private record Notes(String server, Map<String, String> notes) {}

  private record Messages(String server, List<String> messages) {}
}
