package io.lockstep.testkit.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A way to a broker or server, on a free loopback port, that tests can cut, open again, and lead
 * elsewhere. Thread-safe.
 */
public final class TcpProxy implements AutoCloseable {
  private final ServerSocket server;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private volatile URI target;
  private volatile boolean refusing;
  private volatile long epoch;

  private TcpProxy(ServerSocket server, URI target) {
    this.server = server;
    this.target = target;
  }

  /**
   * Opens a way.
   *
   * @param uri with host and port
   */
  public static TcpProxy to(String uri) {
    try {
      var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      var proxy = new TcpProxy(server, URI.create(uri));
      start(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The URI that it leads to, without a path, by way of this proxy. */
  public String uri() {
    URI present = target;
    String user = Optional.ofNullable(present.getRawUserInfo()).map(info -> info + "@").orElse("");
    return "%s://%s127.0.0.1:%d".formatted(present.getScheme(), user, server.getLocalPort());
  }

  /** Leads to another host and port from now on, and ends all connections. */
  public synchronized void leadTo(String uri) {
    target = URI.create(uri);
    cut();
  }

  /** Ends all connections; new ones are accepted. */
  public synchronized void cut() {
    sockets.forEach(TcpProxy::close);
    sockets.clear();
  }

  /** Ends all connections, and new ones at once, until {@link #restore()}. */
  public void interrupt() {
    refusing = true;
    cut();
  }

  /** Carries nothing more over the present connections, which look alive to both ends. */
  public void freeze() {
    epoch = System.nanoTime();
  }

  /** Carries new connections again after {@link #interrupt()}. */
  public void restore() {
    refusing = false;
  }

  /** How many connections it has carried. */
  public int accepted() {
    return accepted.get();
  }

  /** How many connections it has ended at once. */
  public int refused() {
    return refused.get();
  }

  @Override
  public void close() {
    interrupt();
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        if (refusing) {
          refused.incrementAndGet();
          close(client);
        } else {
          connect(client);
        }
      }
    } catch (IOException e) {
      cut();
    }
  }

  private synchronized void connect(Socket client) {
    accepted.incrementAndGet();
    try {
      var broker = new Socket(target.getHost(), target.getPort());
      broker.setTcpNoDelay(true);
      client.setTcpNoDelay(true);
      sockets.add(client);
      sockets.add(broker);
      start(() -> pump(client, broker));
      start(() -> pump(broker, client));
    } catch (IOException e) {
      close(client);
    }
  }

  private void pump(Socket from, Socket to) {
    long opened = epoch;
    byte[] buffer = new byte[65_536];
    try {
      for (int n = 0; n >= 0; n = from.getInputStream().read(buffer)) {
        if (opened == epoch) {
          to.getOutputStream().write(buffer, 0, n);
        }
      }
      if (opened != epoch) {
        return;
      }
    } catch (IOException e) {
      // Cut, or ended by either side: both end now.
    }
    close(from);
    close(to);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void start(Runnable task) {
    var thread = new Thread(task, "test-proxy");
    thread.setDaemon(true);
    thread.start();
  }
}
