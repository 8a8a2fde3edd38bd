package io.lockstep.session;

import io.lockstep.session.PassivationAttempt.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives up the objects of sessions that nobody has used for a while: what is left are the bytes
 * that a new backup would get, and whoever asks for an attribute next gets an object made of them,
 * as after a take-over. Looks for such sessions on the loop; listeners and serialisation run on a
 * worker, one session after the other.
 */
final class Passivation {
  private static final Logger log = LoggerFactory.getLogger(Passivation.class);
  private static final Duration SHORTEST_PERIOD = Duration.ofSeconds(1);
  private static final Duration LONGEST_PERIOD = Duration.ofMinutes(1);

  /** When one session takes longer, the log says so. */
  private static final Duration LONG = Duration.ofMinutes(1);

  private final SessionContext context;
  private final OwnedSessions owned;
  private final SessionEvents events;
  private final Duration idle;
  private final LongAdder passivated;
  private volatile boolean closed;
  private volatile @Nullable Attempt current;
  private boolean isAtWork;
  private @Nullable Attempt slow;

  Passivation(SessionContext context, OwnedSessions owned, SessionEvents events) {
    this.context = context;
    this.owned = owned;
    this.events = events;
    this.idle = context.settings().passivateAfter();
    this.passivated = context.counters().counter("sessions.passivated");
  }

  /** A session that is being passivated, since then. */
  private record Attempt(SessionKey key, long sinceNanos) {}

  /** A session whose objects cannot be given up, and its last use. */
  private record Kept(Ownership session, long accessedNanos) {}

  /** Without effect when sessions are never passivated. */
  void start() {
    if (!idle.isZero()) {
      schedule();
    }
  }

  void close() {
    closed = true;
  }

  private void schedule() {
    Duration period = idle.dividedBy(10);
    if (period.compareTo(LONGEST_PERIOD) > 0) {
      period = LONGEST_PERIOD;
    } else if (period.compareTo(SHORTEST_PERIOD) < 0) {
      period = SHORTEST_PERIOD;
    }
    context.loop().schedule(period, this::look);
  }

  private void look() {
    if (closed) {
      return;
    }
    schedule();
    if (isAtWork) {
      warnIfSlow();
      return;
    }
    List<Ownership> due = owned.all().stream().filter(this::isDue).toList();
    if (!due.isEmpty()) {
      isAtWork = true;
      context.workers().execute(() -> passivate(due));
    }
  }

  private void warnIfSlow() {
    Attempt attempt = current;
    if (attempt != null
        && !attempt.equals(slow)
        && context.now() - attempt.sinceNanos > LONG.toNanos()) {
      slow = attempt;
      log.warn(
          "Session {}: a listener has not returned for a minute, and until it does no other session"
              + " is passivated",
          attempt.key);
    }
  }

  /** What could not be given up is left alone until somebody has used the session. */
  private boolean isDue(Ownership session) {
    long accessed = session.cell.accessedNanos();
    Long kept = session.keptAccessNanos;
    return context.now() - accessed >= idle.toNanos()
        && session.body.hasObjects()
        && (kept == null || kept != accessed);
  }

  private void passivate(List<Ownership> due) {
    var kept = new ArrayList<Kept>();
    try {
      for (Ownership session : due) {
        long accessed = session.cell.accessedNanos();
        if (!closed && passivate(session) == Outcome.KEPT) {
          kept.add(new Kept(session, accessed));
        }
      }
    } finally {
      context.loop().execute(() -> finish(kept));
    }
  }

  private void finish(List<Kept> kept) {
    kept.forEach(each -> each.session.keptAccessNanos = each.accessedNanos);
    isAtWork = false;
  }

  private Outcome passivate(Ownership session) {
    current = new Attempt(session.cell.key, context.now());
    try {
      Outcome outcome = new PassivationAttempt(session.body, events).run(idle);
      if (outcome == Outcome.PASSIVATED) {
        passivated.increment();
      }
      return outcome;
    } catch (RuntimeException | Error e) {
      log.warn("Session {}: its objects are kept, it cannot be passivated", session.cell.key, e);
      return Outcome.KEPT;
    } finally {
      current = null;
    }
  }
}
