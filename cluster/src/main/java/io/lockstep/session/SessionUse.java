package io.lockstep.session;

import java.util.concurrent.CompletableFuture;

/**
 * One request's use of a session. While it is open, the session is handed to no other node, except
 * when that waits longer than two seconds. Thread-safe.
 */
public interface SessionUse extends AutoCloseable {
  ServerSession session();

  /**
   * Serialises what was set since the last commit and sends it as one batch, which a backup applies
   * whole.
   *
   * <p>The future yields the level reached by the batch, or, if nothing changed, the level of what
   * was read. With {@code async} replication it completes at once, and never fails for want of a
   * backup. With {@code acknowledged} it completes when the backups have applied the batch, or with
   * {@link ReplicationLevel#UNPROTECTED} when they did not in time, or when the request has read
   * what another one has set and not yet committed; its own batch is waited for all the same. It
   * fails with {@link SessionUnavailableException} when the session has gone to another node and
   * nothing was stamped, when {@code when-unavailable = fail} forbids to go on unprotected, and
   * with {@link NotSerializableAttributeException} when a value cannot be serialised any more: that
   * one is dropped, and the value committed last stands again. It fails with {@link
   * DocumentRefusedException} when a document cannot be sent as it is: then nothing is sent, and
   * nothing is dropped.
   */
  CompletableFuture<ReplicationLevel> commit();

  /** Ends the use, after a last commit that nobody waits for. Without effect the second time. */
  @Override
  void close();
}
