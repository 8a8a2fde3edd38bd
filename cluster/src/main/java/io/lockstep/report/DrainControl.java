package io.lockstep.report;

import java.util.concurrent.CompletableFuture;

/**
 * Has nodes drain: a balancer that asks for their {@link Readiness} sends them no new visitors,
 * those who have a session there go on being served, and what they back up for others gets another
 * backup as far as there are nodes for it. Lasts until it is taken back or the node ends.
 * Thread-safe; no method waits.
 */
public interface DrainControl {
  /** Has this node drain. Yields true; never fails. */
  CompletableFuture<Boolean> drainHere();

  /** Has this node take new visitors again. Yields true; never fails. */
  CompletableFuture<Boolean> resumeHere();

  /**
   * Asks a node, which may be this one, to drain. The order may be lost on its way; the node's
   * report tells whether it drains.
   *
   * @param server the node's server name
   * @return yields whether there is such a member that is not suspected; never fails
   */
  CompletableFuture<Boolean> drainAt(String server);

  /** As {@link #drainAt}, to take new visitors again. */
  CompletableFuture<Boolean> resumeAt(String server);
}
