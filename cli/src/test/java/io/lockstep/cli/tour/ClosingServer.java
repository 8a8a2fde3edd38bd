package io.lockstep.cli.tour;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers the first request of each connection, and closes it at the second one, as if it died. */
final class ClosingServer implements AutoCloseable {
  private static final String CART =
      "{\"server\":\"s\",\"session\":\"1\",\"new\":true,\"since\":\"\",\"items\":{}}";

  private final ServerSocket socket;
  private final AtomicInteger seen = new AtomicInteger();

  ClosingServer() throws IOException {
    socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    run(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  /** How many requests it has seen. */
  int seen() {
    return seen.get();
  }

  private void accept() throws IOException {
    while (!socket.isClosed()) {
      var connection = socket.accept();
      run(() -> serve(connection));
    }
  }

  private void serve(Socket connection) throws IOException {
    try (connection) {
      var lines =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
      if (isRequest(lines)) {
        var answer = "HTTP/1.1 200 OK\r\nContent-Length: " + CART.length() + "\r\n\r\n" + CART;
        connection.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        isRequest(lines);
      }
    }
  }

  private boolean isRequest(BufferedReader lines) throws IOException {
    var line = lines.readLine();
    if (line == null) {
      return false;
    }
    while (line != null && !line.isEmpty()) {
      line = lines.readLine();
    }
    seen.incrementAndGet();
    return true;
  }

  private static void run(Task task) {
    var thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (IOException closed) {
                // The test is over.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private interface Task {
    void run() throws IOException;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
