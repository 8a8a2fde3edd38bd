package io.lockstep.transport.amqp;

import java.io.IOException;
import java.net.Socket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection's socket, to cut it when the broker has stopped reading: closing the connection in
 * order would then wait behind what cannot be written. Thread-safe.
 */
final class SocketHandle {
  private static final Logger log = LoggerFactory.getLogger(SocketHandle.class);

  private volatile @Nullable Socket socket;

  void hold(Socket opened) {
    socket = opened;
  }

  void cut() {
    Socket held = socket;
    if (held == null) {
      return;
    }
    try {
      held.close();
    } catch (IOException e) {
      log.debug("Closing a socket failed", e);
    }
  }
}
