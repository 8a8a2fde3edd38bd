package io.lockstep.transport.connection;

import io.lockstep.transport.connection.Outbox.Outgoing;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A working connection, from when all is set up until it is lost. Thread-safe. */
public interface Link {
  /** Takes the frame, without waiting; false when there is no room, or the link is lost. */
  boolean offer(Outgoing outgoing);

  /** Completed with the reason, for people, when the link is lost; never fails. */
  CompletableFuture<String> lost();

  /** Sends what was taken, as long as that takes no longer. */
  void drain(Duration longest);

  /** Ends the connection at once, without waiting for the other side. */
  void cut(String reason);

  /** Drops what was taken and ends the connection; may wait for the other side. */
  void close();
}
