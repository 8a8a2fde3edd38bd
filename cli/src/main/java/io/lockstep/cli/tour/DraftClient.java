package io.lockstep.cli.tour;

import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.Optional;

/**
 * A visitor of the notice board who writes a draft, which is a document of the session, on one
 * server or another, past the balancer. Not thread-safe.
 */
final class DraftClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final HttpClient http;
  private final Cookies cookies = new Cookies();
  private final ObjectMapper json = new ObjectMapper();
  private URI board;

  DraftClient(HttpClient http, int port) {
    this.http = http;
    board = boardOf(port);
  }

  private static URI boardOf(int port) {
    return URI.create("http://127.0.0.1:" + port + "/board/");
  }

  /** From now on asks this server, with the same cookie. */
  void goTo(int port) {
    board = boardOf(port);
  }

  /** The lines; empty when there is no good answer. */
  Optional<List<String>> lines() {
    return send("GET", "");
  }

  /** Adds a line; empty when there is no good answer. */
  Optional<List<String>> add(String text) {
    return send("POST", "?text=" + URLEncoder.encode(text, StandardCharsets.UTF_8));
  }

  /** Ticks a line off; empty when there is no good answer. */
  Optional<List<String>> done(int line) {
    return send("POST", "?done=" + line);
  }

  /** Removes a line; empty when there is no good answer. */
  Optional<List<String>> remove(int line) {
    return send("DELETE", "?line=" + line);
  }

  private Optional<List<String>> send(String method, String query) {
    var request =
        HttpRequest.newBuilder(board.resolve("draft" + query))
            .timeout(TIMEOUT)
            .method(method, BodyPublishers.noBody());
    if (!cookies.isEmpty()) {
      request.header("Cookie", cookies.header());
    }
    try {
      var response = http.send(request.build(), BodyHandlers.ofString());
      cookies.take(response.headers().allValues("Set-Cookie"));
      return response.statusCode() == 200
          ? Optional.of(json.readValue(response.body(), Draft.class).lines())
          : Optional.empty();
    } catch (IOException notThere) {
      return Optional.empty();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private record Draft(String server, List<String> lines) {}
}
