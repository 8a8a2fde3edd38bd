package io.lockstep.session;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A node's sessions, as application threads use them. Thread-safe; no method waits. */
public interface SessionManager {
  /**
   * Creates a session owned by this node. Its backup is being assigned when this returns; the first
   * {@link SessionUse#commit()} waits for it.
   *
   * @param maxInactiveInterval the session ends when nobody used it for this long; zero or negative
   *     means never
   * @throws IllegalStateException when the node has stopped
   */
  SessionUse create(Duration maxInactiveInterval);

  /**
   * Joins the session, and takes it over from another node when this one does not own it.
   *
   * <p>The future yields empty when the id is malformed or forged (decided at once, nothing is
   * searched), when the session has ended, and when every member has answered that it does not know
   * it. It fails with {@link SessionUnavailableException} when none of this can be decided now.
   *
   * @param id as given by {@link ServerSession#id()}; any string is allowed
   * @param knownEpoch the {@link ServerSession#epoch()} that the client has last seen, or 0; a copy
   *     that is behind it is not served
   */
  CompletableFuture<Optional<SessionUse>> open(String id, long knownEpoch);

  /** Adds a listener, called from then on. */
  void addListener(SessionListener listener);
}
