package io.lockstep.web;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** A browser without a window: keeps cookies by name, whatever server sent them. */
final class Visitor {
  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<String, String> cookies = new TreeMap<>();

  HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
    HttpResponse<String> response = client.send(request(uri), HttpResponse.BodyHandlers.ofString());
    keep(response);
    return response;
  }

  HttpResponse<String> head(URI uri) throws IOException, InterruptedException {
    HttpRequest head =
        HttpRequest.newBuilder(request(uri), (name, value) -> true)
            .method("HEAD", HttpRequest.BodyPublishers.noBody())
            .build();
    return client.send(head, HttpResponse.BodyHandlers.ofString());
  }

  /** Sends without waiting; cookies that come back are not kept. */
  CompletableFuture<HttpResponse<String>> ask(URI uri) {
    return client.sendAsync(request(uri), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest request(URI uri) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30));
    if (!cookies.isEmpty()) {
      request.header("Cookie", cookieHeader());
    }
    return request.build();
  }

  private String cookieHeader() {
    return String.join(
        "; ", cookies.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList());
  }

  private void keep(HttpResponse<String> response) {
    for (String header : response.headers().allValues("Set-Cookie")) {
      String[] pair = header.split(";", 2)[0].split("=", 2);
      if (header.contains("Max-Age=0")) {
        cookies.remove(pair[0]);
      } else {
        cookies.put(pair[0], pair[1]);
      }
    }
  }

  Visitor with(String cookie, String value) {
    cookies.put(cookie, value);
    return this;
  }

  /** The session cookie's value; empty when there is none. */
  String session() {
    return cookies.getOrDefault("LOCKSTEP", "");
  }

  String sessionId() {
    return session().split("-", 2)[0];
  }

  static List<String> sessionCookies(HttpResponse<?> response) {
    return response.headers().allValues("Set-Cookie").stream()
        .filter(header -> header.startsWith("LOCKSTEP="))
        .toList();
  }
}
