package io.lockstep.report;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Looks into single sessions, wherever in the cluster they are. Thread-safe. */
public interface SessionInspector {
  /**
   * What every node that answers within a second has of the session, its owner first. The future
   * never fails; nothing is known of a session that no node has.
   *
   * @param key as in the reports
   */
  CompletableFuture<List<SessionDetail>> inspect(String key);

  /**
   * Has the session's owner end it, as by {@code invalidate()}. The future never fails, and tells
   * whether an owner was found and asked within a second.
   *
   * @param key as in the reports
   */
  CompletableFuture<Boolean> end(String key);
}
