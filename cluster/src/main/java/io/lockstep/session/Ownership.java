package io.lockstep.session;

import io.lockstep.sequence.Epoch;
import io.lockstep.sequence.Position;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.proto.Batch;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A session that this node owns: its cell, its backups, and who waits for them. All but the cell is
 * the loop's alone.
 */
final class Ownership {
  /** More than any session has copies. */
  private static final int MOST_OUTCASTS = 32;

  private static final int MOST_SEEN = 64;

  final Cell cell;
  final SessionBody body;
  final long acquiredNanos;
  final Map<NodeId, Link> links = new LinkedHashMap<>();

  /** Copies of earlier epochs that have neither consented nor died, and are no backups now. */
  final Set<NodeId> former = new LinkedHashSet<>();

  /**
   * Nodes that have consented to this owner, and without whose consent or death nobody else can
   * have gone on from what a former copy holds: they held the session with it, under an epoch that
   * was in force.
   */
  final Set<NodeId> witnesses = new LinkedHashSet<>();

  /** Those of the superseded epochs that were never in force. */
  final Set<Epoch> voided = new LinkedHashSet<>();

  /**
   * Nodes that hold something under another epoch, which is not in force, and are asked to forget
   * it; nothing depends on them.
   */
  final Set<NodeId> outcasts = new LinkedHashSet<>();

  /** Sent, and not acknowledged by every backup. */
  final Deque<Sent> unacknowledged = new ArrayDeque<>();

  final Deque<Waiter> waiters = new ArrayDeque<>();

  /** The epochs that the present one supersedes; the latest of them. */
  final Set<Epoch> seen = new LinkedHashSet<>();

  /** Whether another node was told of the present epoch. */
  boolean epochIsTold;

  private Epoch settledEpoch = Epoch.NONE;
  private boolean wasSettledHere;

  long lastRetireNanos;
  int reminders;

  /** The last use after which its objects could not be given up. */
  @Nullable Long keptAccessNanos;

  /** What it was taken over from; {@link Position#NONE} when it was created here. */
  Position base = Position.NONE;

  /** Whether its expiry has begun. */
  boolean isEnding;

  Ownership(Cell cell, SessionBody body, Set<Epoch> seen, long nowNanos) {
    this.cell = cell;
    this.body = body;
    this.seen.addAll(seen);
    this.acquiredNanos = nowNanos;
  }

  /** A batch, and when it was sent first. */
  record Sent(Batch batch, long atNanos) {}

  /** A call that waits until the backups have everything up to its sequence. */
  record Waiter(long sequence, long sinceNanos, CompletableFuture<ReplicationLevel> level) {}

  /** Notes an epoch that the next one supersedes. */
  void hasSeen(Epoch epoch) {
    addBounded(seen, epoch);
  }

  /** Notes an epoch that the next one supersedes, and that was never in force. */
  void hasVoided(Epoch epoch) {
    addBounded(seen, epoch);
    addBounded(voided, epoch);
  }

  private static void addBounded(Set<Epoch> epochs, Epoch epoch) {
    epochs.add(epoch);
    if (epochs.size() > MOST_SEEN) {
      epochs.remove(epochs.iterator().next());
    }
  }

  /** Whether the node is, or was, one of the session's copies, and is still needed or asked. */
  boolean names(NodeId node) {
    return links.containsKey(node) || former.contains(node);
  }

  boolean needsNoReminder() {
    return former.isEmpty() && outcasts.isEmpty();
  }

  /** Whether all copies of earlier epochs have consented to this one, or died. */
  boolean isSettled() {
    if (!former.isEmpty()) {
      return false;
    }
    for (Link link : links.values()) {
      if (link.owesConsent()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether a former copy that dies takes with it all that went on from it: nobody else can have
   * done so while a witness lives, and this owner is one once its epoch was settled.
   */
  boolean hasWitness(Predicate<NodeId> isDead) {
    return wasSettledHere || !witnesses.stream().allMatch(isDead);
  }

  void addOutcast(NodeId node) {
    if (outcasts.size() < MOST_OUTCASTS) {
      outcasts.add(node);
    }
  }

  /** Notes that the present epoch is settled, if it is. */
  void noteIfSettled() {
    if (isSettled()) {
      settledEpoch = cell.position().epoch();
      wasSettledHere = true;
    }
  }

  /** Notes an epoch that was settled before this node owned the session. */
  void wasSettledUnder(Epoch epoch) {
    settledEpoch = epoch;
  }

  /**
   * The last epoch that is known to have been settled, here or before; {@link Epoch#NONE} when none
   * is. None below it is in force: all whom that would need have promised this one.
   */
  Epoch settledEpoch() {
    return settledEpoch;
  }

  /** The lowest sequence that every backup has; -1 without backups, or while one needs a copy. */
  long acknowledgedByAll() {
    long lowest = links.isEmpty() ? -1 : Long.MAX_VALUE;
    for (Link link : links.values()) {
      lowest = Math.min(lowest, link.acknowledged());
    }
    return lowest;
  }

  /** Whether every backup, of which there is at least one, holds the session. */
  boolean isBackedUp() {
    return acknowledgedByAll() >= 0;
  }

  /** The backups that batches are sent to. */
  Set<NodeId> following() {
    var following = new LinkedHashSet<NodeId>();
    for (Link link : links.values()) {
      if (!link.isStalled()) {
        following.add(link.node);
      }
    }
    return following;
  }

  boolean isStalled() {
    for (Link link : links.values()) {
      if (link.isStalled()) {
        return true;
      }
    }
    return false;
  }
}
