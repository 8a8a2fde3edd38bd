package io.lockstep.web.console;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.CopyOnWriteArrayList;

/** Reads a stream of events on a thread of its own, as a browser would. */
final class EventReader implements AutoCloseable {
  private final HttpResponse<InputStream> response;
  private final List<String> events = new CopyOnWriteArrayList<>();
  private final Thread thread = new Thread(this::read, "event-reader");

  EventReader(HttpClient client, URI page) throws IOException, InterruptedException {
    response =
        client.send(
            HttpRequest.newBuilder(page.resolve("api/events")).build(),
            BodyHandlers.ofInputStream());
    thread.setDaemon(true);
    thread.start();
  }

  int status() {
    return response.statusCode();
  }

  String type() {
    return response.headers().firstValue("Content-Type").orElse("");
  }

  /** The data of the events that came. */
  List<String> events() {
    return events;
  }

  boolean ended() {
    return !thread.isAlive();
  }

  private void read() {
    try (Scanner lines =
        new Scanner(response.body(), StandardCharsets.UTF_8).useDelimiter("\n\n")) {
      while (lines.hasNext()) {
        events.add(lines.next());
      }
    }
  }

  @Override
  public void close() throws IOException {
    response.body().close();
  }
}
