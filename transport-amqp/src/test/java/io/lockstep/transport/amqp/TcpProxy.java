package io.lockstep.transport.amqp;

import io.lockstep.transport.connection.DaemonThreads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A way to the broker that tests can cut, and open again. */
final class TcpProxy implements AutoCloseable {
  private final ServerSocket server;
  private final URI target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean refusing;
  private volatile long epoch;

  private TcpProxy(ServerSocket server, URI target) {
    this.server = server;
    this.target = target;
  }

  static TcpProxy to(String brokerUri) {
    try {
      var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      var proxy = new TcpProxy(server, URI.create(brokerUri));
      start(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The broker's URI by way of this proxy. */
  String uri() {
    return "amqp://%s@127.0.0.1:%d".formatted(target.getRawUserInfo(), server.getLocalPort());
  }

  /** Ends all connections; new ones are accepted. */
  void cut() {
    sockets.forEach(TcpProxy::close);
    sockets.clear();
  }

  /** Ends all connections, and new ones at once, until {@link #restore()}. */
  void interrupt() {
    refusing = true;
    cut();
  }

  /** Carries nothing more over the present connections, which look alive to both ends. */
  void freeze() {
    epoch = System.nanoTime();
  }

  void restore() {
    refusing = false;
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
          close(client);
        } else {
          connect(client);
        }
      }
    } catch (IOException e) {
      cut();
    }
  }

  private void connect(Socket client) {
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
    new DaemonThreads("test-proxy").newThread(task).start();
  }
}
