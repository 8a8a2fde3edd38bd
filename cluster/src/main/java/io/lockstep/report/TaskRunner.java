package io.lockstep.report;

import java.util.concurrent.CompletableFuture;

/**
 * Has nodes run their periodic tasks at once, as an operator wants it; by the names that {@link
 * NodeReport#tasks()} has. Thread-safe; no method waits.
 */
public interface TaskRunner {
  /** Runs the task on this node. Yields whether there is one; never fails. */
  CompletableFuture<Boolean> runHere(String task);

  /**
   * Asks a node, which may be this one. The order may be lost on its way; the node's report tells
   * when the task ran.
   *
   * @param server the node's server name
   * @return yields whether there is such a task, and such a member that is not suspected; never
   *     fails
   */
  CompletableFuture<Boolean> runAt(String server, String task);
}
