package io.lockstep.session;

import io.lockstep.report.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * A living owner's side of letting a session go: new requests wait, running ones may end for two
 * seconds, then what the owner has becomes a copy like any other, which the taker raises. Lives on
 * the loop.
 */
final class HandOvers {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration POLL = Duration.ofMillis(10);

  private final SessionContext context;
  private final BackupRepository repository;
  private final Replicator replicator;
  private final SessionEvents events;
  private final LongAdder handedOver;
  private final Timing duration;
  private final Map<SessionKey, HandOver> running = new LinkedHashMap<>();

  /** One time that a session is let go; it may come back and be let go again. */
  private static final class HandOver {
    private final Ownership session;
    private final long beganNanos;
    private final List<Runnable> waiting = new ArrayList<>();

    private HandOver(Ownership session, long nowNanos) {
      this.session = session;
      this.beganNanos = nowNanos;
    }
  }

  HandOvers(
      SessionContext context,
      BackupRepository repository,
      Replicator replicator,
      SessionEvents events) {
    this.context = context;
    this.repository = repository;
    this.replicator = replicator;
    this.events = events;
    this.handedOver = context.counters().counter("sessions.handed-over");
    this.duration = context.counters().timing("sessions.hand-over");
  }

  /** Lets the session go, and runs the task when what is left of it here is a copy. */
  void begin(Ownership session, Runnable whenDone) {
    HandOver present = running.get(session.cell.key);
    if (present != null && present.session == session) {
      present.waiting.add(whenDone);
      return;
    }
    var begun = new HandOver(session, context.now());
    begun.waiting.add(whenDone);
    running.put(session.cell.key, begun);
    session.cell.setPhase(Cell.Phase.DRAINING);
    drain(begun);
  }

  private void drain(HandOver handOver) {
    Cell cell = handOver.session.cell;
    boolean waited = context.now() - handOver.beganNanos > PATIENCE.toNanos();
    if (cell.phase() != Cell.Phase.DRAINING) {
      running.remove(cell.key, handOver);
    } else if (cell.isIdle(context.now()) || waited) {
      passivate(handOver);
    } else {
      context.loop().schedule(POLL, () -> drain(handOver));
    }
  }

  /**
   * Listeners may still change attributes; what they set goes along. One that does not return is
   * not waited for.
   */
  private void passivate(HandOver handOver) {
    context.loop().schedule(PATIENCE, () -> finish(handOver));
    context
        .workers()
        .execute(
            () -> {
              events.passivating(handOver.session);
              handOver.session.body.stampDocuments();
              context.loop().execute(() -> finish(handOver));
            });
  }

  /** Called twice; the session may have come back, and be on its way again, between the two. */
  private void finish(HandOver handOver) {
    Ownership session = handOver.session;
    boolean runs = running.remove(session.cell.key, handOver);
    if (!runs || session.cell.phase() != Cell.Phase.DRAINING) {
      return;
    }
    toCopy(session);
    replicator.release(session, "The session was handed to another node while the request ran");
    handedOver.increment();
    duration.note(handOver.beganNanos, context.now());
    handOver.waiting.forEach(Runnable::run);
  }

  /** Makes what this node owned a copy like any other. */
  void toCopy(Ownership session) {
    repository
        .getOrCreate(session.cell.key, context.now())
        .takeFrom(session, context.self(), context.now());
  }

  void clear() {
    running.clear();
  }
}
