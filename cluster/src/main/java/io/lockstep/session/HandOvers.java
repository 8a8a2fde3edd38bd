package io.lockstep.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
  private final Map<SessionKey, List<Runnable>> running = new LinkedHashMap<>();

  HandOvers(
      SessionContext context,
      BackupRepository repository,
      Replicator replicator,
      SessionEvents events) {
    this.context = context;
    this.repository = repository;
    this.replicator = replicator;
    this.events = events;
  }

  /** Lets the session go, and runs the task when what is left of it here is a copy. */
  void begin(Ownership session, Runnable whenDone) {
    List<Runnable> waiting = running.get(session.cell.key);
    if (waiting != null) {
      waiting.add(whenDone);
      return;
    }
    running.put(session.cell.key, new ArrayList<>(List.of(whenDone)));
    session.cell.setPhase(Cell.Phase.DRAINING);
    drain(session, context.now());
  }

  private void drain(Ownership session, long sinceNanos) {
    boolean waited = context.now() - sinceNanos > PATIENCE.toNanos();
    if (session.cell.phase() != Cell.Phase.DRAINING) {
      running.remove(session.cell.key);
    } else if (session.cell.uses() == 0 || waited) {
      passivate(session);
    } else {
      context.loop().schedule(POLL, () -> drain(session, sinceNanos));
    }
  }

  /**
   * Listeners may still change attributes; what they set goes along. One that does not return is
   * not waited for.
   */
  private void passivate(Ownership session) {
    context.loop().schedule(PATIENCE, () -> finish(session));
    context
        .workers()
        .execute(
            () -> {
              events.passivating(session);
              context.loop().execute(() -> finish(session));
            });
  }

  private void finish(Ownership session) {
    List<Runnable> waiting = running.remove(session.cell.key);
    if (session.cell.phase() != Cell.Phase.DRAINING || waiting == null) {
      return;
    }
    toCopy(session);
    replicator.release(session, "The session was handed to another node while the request ran");
    waiting.forEach(Runnable::run);
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
