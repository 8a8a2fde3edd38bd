package io.lockstep.systemtests.faults;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * A TCP tunnel on a free loopback port. Pointing it elsewhere cuts the connections that go through
 * it, as its restart would; its port stays. Thread-safe.
 */
final class Tunnel implements AutoCloseable {
  private final ServerSocket inbound;
  private final List<Socket> open = new ArrayList<>();
  private int target;
  private int accepted;

  /** Opens a tunnel to a loopback port. */
  Tunnel(int target) throws IOException {
    this.target = target;
    this.inbound = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start("tunnel", this::accept);
  }

  private static void start(String name, Runnable task) {
    var thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return inbound.getLocalPort();
  }

  /** How many connections have come in. */
  synchronized int accepted() {
    return accepted;
  }

  /** Leads to another loopback port from now on. */
  synchronized void pointTo(int port) {
    target = port;
    cut();
  }

  private void accept() {
    while (!inbound.isClosed()) {
      try {
        connect(inbound.accept());
      } catch (IOException refusedOrClosed) {
        // The client finds its connection closed; the next may have more luck.
      }
    }
  }

  private synchronized void connect(Socket client) throws IOException {
    accepted++;
    open.add(client);
    var server = new Socket();
    open.add(server);
    try {
      server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), 2_000);
    } catch (IOException refused) {
      client.close();
      throw refused;
    }
    start("tunnel there", () -> pump(client, server));
    start("tunnel back", () -> pump(server, client));
  }

  private static void pump(Socket from, Socket to) {
    try (from;
        to;
        InputStream in = from.getInputStream()) {
      in.transferTo(to.getOutputStream());
    } catch (IOException cut) {
      // Both ends are closed, whoever began.
    }
  }

  private void cut() {
    for (Socket each : open) {
      try {
        each.close();
      } catch (IOException closed) {
        // All that is wanted.
      }
    }
    open.clear();
  }

  @Override
  public synchronized void close() throws IOException {
    inbound.close();
    cut();
  }
}
