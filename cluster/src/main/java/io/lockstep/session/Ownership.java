package io.lockstep.session;

import io.lockstep.sequence.Epoch;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.proto.Batch;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A session that this node owns: its cell, its backups, and who waits for them. All but the cell is
 * the loop's alone.
 */
final class Ownership {
  private static final int MOST_SEEN = 64;

  final Cell cell;
  final SessionBody body;
  final long acquiredNanos;
  final Map<NodeId, Link> links = new LinkedHashMap<>();

  /**
   * Copies of earlier epochs that have neither consented nor died. Empty: the session is settled.
   */
  final Set<NodeId> former = new LinkedHashSet<>();

  /** Sent, and not acknowledged by every backup. */
  final Deque<Batch> unacknowledged = new ArrayDeque<>();

  final Deque<Waiter> waiters = new ArrayDeque<>();

  /** The epochs that the present one supersedes; the latest of them. */
  final Set<Epoch> seen = new LinkedHashSet<>();

  /** Whether another node was told of the present epoch. */
  boolean epochIsTold;

  long lastRetireNanos;
  int reminders;

  /** Whether its expiry has begun. */
  boolean isEnding;

  Ownership(Cell cell, SessionBody body, Set<Epoch> seen, long nowNanos) {
    this.cell = cell;
    this.body = body;
    this.seen.addAll(seen);
    this.acquiredNanos = nowNanos;
  }

  /** A call that waits until the backups have everything up to its sequence. */
  record Waiter(long sequence, long sinceNanos, CompletableFuture<ReplicationLevel> level) {}

  /** Notes an epoch that the next one supersedes. */
  void hasSeen(Epoch epoch) {
    seen.add(epoch);
    if (seen.size() > MOST_SEEN) {
      seen.remove(seen.iterator().next());
    }
  }

  boolean isSettled() {
    return former.isEmpty();
  }

  /** The lowest sequence that every backup has; -1 without backups, or while one needs a copy. */
  long acknowledgedByAll() {
    return links.values().stream().mapToLong(Link::acknowledged).min().orElse(-1);
  }

  boolean isStalled() {
    return links.values().stream().anyMatch(Link::isStalled);
  }
}
