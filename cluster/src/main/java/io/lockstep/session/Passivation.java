package io.lockstep.session;

import io.lockstep.session.SessionBody.Live;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/**
 * Gives up the objects of sessions that nobody has used for a while: what is left are the bytes
 * that a new backup would get, and the next request that asks for an attribute makes an object of
 * them, as after a take-over. Looks for such sessions on the loop; listeners and serialisation run
 * on a worker, and keep requests of the session out meanwhile.
 */
final class Passivation {
  private static final Duration SHORTEST_PERIOD = Duration.ofSeconds(1);
  private static final Duration LONGEST_PERIOD = Duration.ofMinutes(1);

  /** Less than a request waits for its session. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final SessionContext context;
  private final OwnedSessions owned;
  private final SessionEvents events;
  private final Duration idle;
  private final LongAdder passivated;
  private boolean closed;

  Passivation(SessionContext context, OwnedSessions owned, SessionEvents events) {
    this.context = context;
    this.owned = owned;
    this.events = events;
    this.idle = context.settings().passivateAfter();
    this.passivated = context.counters().counter("sessions.passivated");
  }

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
    Duration tenth = idle.dividedBy(10);
    Duration most = tenth.compareTo(LONGEST_PERIOD) > 0 ? LONGEST_PERIOD : tenth;
    context
        .loop()
        .schedule(most.compareTo(SHORTEST_PERIOD) < 0 ? SHORTEST_PERIOD : most, this::look);
  }

  private void look() {
    if (closed) {
      return;
    }
    List<Ownership> due = owned.all().stream().filter(this::isDue).toList();
    due.forEach(session -> session.passivatedAccessNanos = session.cell.accessedNanos());
    context.workers().execute(() -> passivate(due));
  }

  /** What was not given up the last time is left alone until somebody has used the session. */
  private boolean isDue(Ownership session) {
    long accessed = session.cell.accessedNanos();
    return context.now() - accessed >= idle.toNanos() && session.passivatedAccessNanos != accessed;
  }

  private void passivate(List<Ownership> due) {
    try {
      due.forEach(this::passivate);
    } finally {
      schedule();
    }
  }

  private void passivate(Ownership session) {
    long now = context.now();
    if (!session.cell.beginPassivation(now - idle.toNanos(), now + PATIENCE.toNanos())) {
      return;
    }
    try {
      if (giveUp(session.body)) {
        passivated.increment();
      }
    } finally {
      session.cell.endPassivation();
    }
  }

  private static Object value(Live object) {
    return Objects.requireNonNull(object.value());
  }

  /** Returns whether any object was given up. */
  private boolean giveUp(SessionBody body) {
    Map<String, Live> objects = body.stampedObjects();
    SessionView view = body.viewWithoutRequest();
    objects.forEach((name, each) -> events.attributePassivating(view, name, value(each)));
    view.stampNow();
    boolean any = false;
    for (Map.Entry<String, Live> each : objects.entrySet()) {
      if (body.toBytes(each.getKey(), each.getValue())) {
        any = true;
      } else {
        events.attributeActivated(view, each.getKey(), value(each.getValue()));
      }
    }
    return any;
  }
}
