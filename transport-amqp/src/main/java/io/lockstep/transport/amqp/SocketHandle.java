package io.lockstep.transport.amqp;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sockets of one link, from before they are connected: to cut them while the broker does not
 * answer, or has stopped reading. Closing a connection in order would then wait behind what cannot
 * be written. Thread-safe.
 */
final class SocketHandle {
  private static final Logger log = LoggerFactory.getLogger(SocketHandle.class);

  private final List<Socket> sockets = new ArrayList<>();
  private boolean cut;

  /** Takes a socket in; it is closed at once when the link was cut before. */
  void hold(Socket opened) {
    synchronized (this) {
      sockets.add(opened);
      if (!cut) {
        return;
      }
    }
    close(opened);
  }

  /** Closes all sockets, and all that come later. */
  void cut() {
    List<Socket> held;
    synchronized (this) {
      cut = true;
      held = List.copyOf(sockets);
    }
    held.forEach(SocketHandle::close);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      log.debug("Closing a socket failed", e);
    }
  }
}
