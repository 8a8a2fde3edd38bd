package io.lockstep.session;

import io.lockstep.membership.Member;
import java.time.Duration;

/**
 * Ends sessions that nobody used for their inactive interval, and drops backups, tombstones and
 * promises that are no longer needed. Lives on the loop.
 */
final class Expiry {
  private static final Duration EXPIRY_PERIOD = Duration.ofSeconds(1);

  /** Longer than any message can be under way, so that none brings back what was forgotten. */
  private static final Duration MEMORY_OF_ENDS = Duration.ofMinutes(10);

  private final SessionContext context;
  private final OwnedSessions owned;
  private final BackupRepository repository;
  private final HandOvers handOvers;
  private final Replicator replicator;
  private boolean closed;

  Expiry(
      SessionContext context,
      OwnedSessions owned,
      BackupRepository repository,
      HandOvers handOvers,
      Replicator replicator) {
    this.context = context;
    this.owned = owned;
    this.repository = repository;
    this.handOvers = handOvers;
    this.replicator = replicator;
  }

  void start() {
    context.loop().schedule(EXPIRY_PERIOD, this::expire);
  }

  void close() {
    closed = true;
  }

  private void expire() {
    if (closed) {
      return;
    }
    long now = context.now();
    for (Ownership session : owned.all()) {
      if (session.cell.isEnded()) {
        buryIfAcknowledged(session, now);
      } else if (session.cell.isExpired(now)) {
        end(session);
      } else if (session.cell.isUsedSilently(now)) {
        replicator.touch(session);
      }
    }
    repository.recount(copy -> copy.isExpired(now) || hasOwner(copy));
    context.loop().schedule(EXPIRY_PERIOD, this::expire);
  }

  private boolean hasOwner(Copy copy) {
    return copy.owner != null
        && !copy.owner.equals(context.self())
        && context.membership().isTrusted(copy.owner);
  }

  private void end(Ownership session) {
    if (session.isEnding) {
      return;
    }
    session.isEnding = true;
    context.workers().execute(session.body::endNow);
  }

  /** An ended session leaves a tombstone behind, so that no late copy of it is taken for alive. */
  private void buryIfAcknowledged(Ownership session, long now) {
    long sequence = session.cell.position().sequence();
    boolean old = session.cell.idleMs(now) > MEMORY_OF_ENDS.toMillis() && session.needsNoReminder();
    if (old || session.cell.isProtected(sequence)) {
      handOvers.toCopy(session);
      session.cell.setPhase(Cell.Phase.GONE);
      owned.remove(session);
    }
  }

  /** Drops what is no longer needed. */
  void cleanUp() {
    boolean someoneIsSilent = context.membership().members().stream().anyMatch(Member::isSuspected);
    for (SessionKey key : repository.keys()) {
      Copy copy = repository.get(key);
      if (copy != null && isNeedless(copy, someoneIsSilent)) {
        repository.remove(key);
      }
    }
  }

  /**
   * The access time is replicated every tenth of the inactive interval, so a backup that was not
   * modified for a fifth longer than the interval has no living session. A silent member could
   * still have one, or bring back one that has ended.
   */
  private boolean isNeedless(Copy copy, boolean someoneIsSilent) {
    long unmodifiedMs = (context.now() - copy.modifiedNanos) / 1_000_000;
    SessionState state = copy.state;
    if (someoneIsSilent) {
      return false;
    }
    if (state == null || state.ended) {
      return unmodifiedMs > MEMORY_OF_ENDS.toMillis();
    }
    return state.maxInactiveMs > 0
        && unmodifiedMs > state.maxInactiveMs + state.maxInactiveMs / 5
        && state.isExpired(context.now());
  }
}
