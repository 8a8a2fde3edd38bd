package io.lockstep.session;

import io.lockstep.session.Ownership.Waiter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Tells those who changed a session which level their change got: as soon as all backups have it,
 * or as soon as waiting longer would help nobody. Lives on the loop.
 */
final class LevelAnswers {
  private final SessionContext context;

  LevelAnswers(SessionContext context) {
    this.context = context;
  }

  /** Lets the future wait for the level of everything up to the sequence. */
  void await(Ownership session, long sequence, CompletableFuture<ReplicationLevel> level) {
    session.waiters.add(new Waiter(sequence, context.now(), level));
  }

  /** Whether the session has all the backups it is to have, and none of them is in doubt. */
  boolean isProtected(Ownership session) {
    return context.settings().failover()
        && session.isSettled()
        && session.links.size() >= context.settings().backups()
        && !session.isStalled();
  }

  /** Answers those whose level is known by now. */
  void answer(Ownership session) {
    long all = session.acknowledgedByAll();
    boolean safe = isProtected(session);
    while (!session.waiters.isEmpty()) {
      Waiter first = session.waiters.peek();
      if (safe && all >= first.sequence() && isFresh(session, first)) {
        session.waiters.remove();
        first.level().complete(ReplicationLevel.ACKNOWLEDGED);
      } else if (isHopeless(session, first)) {
        session.waiters.remove();
        giveUp(first);
      } else {
        return;
      }
    }
  }

  /**
   * Whether all backups have been heard lately, so that a call that has changed nothing is not told
   * what was true long ago. The session may have been settled since the call began.
   */
  private boolean isFresh(Ownership session, Waiter waiter) {
    return session.links.values().stream().allMatch(link -> isFresh(link, waiter));
  }

  /** Whether a call waits for a word of this backup, which has everything. */
  boolean needsWord(Ownership session, Link link) {
    Waiter first = session.waiters.peek();
    return first != null && !link.isBehind(first.sequence()) && !isFresh(link, first);
  }

  private boolean isFresh(Link link, Waiter waiter) {
    return link.hasAcknowledgedSince(waiter.sinceNanos())
        || context.membership().isInTouch(link.node);
  }

  /** Whether waiting longer would not, or not soon, give the call a second copy that counts. */
  private boolean isHopeless(Ownership session, Waiter waiter) {
    if (context.now() - waiter.sinceNanos() >= context.settings().backupAckTimeout().toNanos()) {
      return true;
    }
    if (session.isStalled() || session.links.isEmpty()) {
      return true;
    }
    return context.settings().whenUnavailable() == SessionSettings.WhenUnavailable.PROCEED
        && dependsOnSuspects(session, waiter);
  }

  /**
   * Whether everybody whose word is missing is suspected: it comes after their death is decided, if
   * at all.
   */
  private boolean dependsOnSuspects(Ownership session, Waiter waiter) {
    return Stream.concat(
            session.former.stream(),
            session.links.values().stream()
                .filter(link -> link.isBehind(waiter.sequence()) || !isFresh(link, waiter))
                .map(link -> link.node))
        .noneMatch(context.membership()::isTrusted);
  }

  private void giveUp(Waiter waiter) {
    if (context.settings().whenUnavailable() == SessionSettings.WhenUnavailable.PROCEED) {
      waiter.level().complete(ReplicationLevel.UNPROTECTED);
    } else {
      waiter
          .level()
          .completeExceptionally(
              new SessionUnavailableException(
                  "No backup has acknowledged the change, and when-unavailable is \"fail\"",
                  Duration.ofSeconds(1)));
    }
  }

  /**
   * Answers all that wait: this node owns the session no longer, and cannot know what became of
   * their changes.
   */
  void abandon(Ownership session, String reason) {
    session.waiters.forEach(
        waiter ->
            waiter
                .level()
                .completeExceptionally(
                    new SessionUnavailableException(reason, Duration.ofMillis(100))));
    session.waiters.clear();
  }
}
