package io.lockstep.session;

import io.lockstep.report.Timing;
import io.lockstep.sequence.Epoch;
import io.lockstep.wire.MessageType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;

/**
 * The take-overs under way on this node: one per session, however many requests wait for it. Lives
 * on the loop.
 */
final class TakeOvers {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int MOST_UNKNOWN = 10_000;

  private final SessionContext context;
  private final OwnedSessions owned;
  private final BackupRepository repository;
  private final CopyReader reader;
  private final Replicator replicator;
  private final Acquirer acquirer;
  private final LongAdder takenOver;
  private final Timing duration;
  private final Map<SessionKey, TakeOver> running = new LinkedHashMap<>();

  /**
   * Sessions that every member has said not to know. Forgotten at each change of membership, and of
   * no use while somebody is heard who is not a member yet.
   */
  private final Map<SessionKey, Boolean> unknown =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SessionKey, Boolean> eldest) {
          return size() > MOST_UNKNOWN;
        }
      };

  /** Makes a session that was taken over this node's own. */
  @FunctionalInterface
  interface Acquirer {
    Ownership acquire(SessionKey key, SessionState state, TakeOverOutcome outcome);
  }

  TakeOvers(
      SessionContext context,
      OwnedSessions owned,
      BackupRepository repository,
      CopyReader reader,
      Replicator replicator,
      Acquirer acquirer) {
    this.context = context;
    this.owned = owned;
    this.repository = repository;
    this.reader = reader;
    this.replicator = replicator;
    this.acquirer = acquirer;
    this.takenOver = context.counters().counter("sessions.taken-over");
    this.duration = context.counters().timing("sessions.take-over");
    context
        .messenger()
        .on(
            MessageType.CLAIM_ANSWER,
            (sender, answer) -> {
              TakeOver takeOver = running.get(SessionKey.of(answer.getSession()));
              if (takeOver != null) {
                takeOver.onAnswer(sender, answer);
              }
            });
    context
        .messenger()
        .on(
            MessageType.RAISE_ANSWER,
            (sender, answer) -> {
              TakeOver takeOver = running.get(SessionKey.of(answer.getSession()));
              if (takeOver != null) {
                takeOver.onRaiseAnswer(sender, answer);
              }
            });
  }

  /**
   * Gets the session here.
   *
   * @param knownEpoch the highest epoch counter that the client has seen
   * @return yields empty when there is no such session; fails with {@link
   *     SessionUnavailableException} when that cannot be decided in time
   */
  CompletableFuture<Optional<Ownership>> claim(SessionKey key, long knownEpoch) {
    assert context.loop().inLoop();
    var result = new CompletableFuture<Optional<Ownership>>();
    if (unknown.containsKey(key) && context.membership().knowsAll()) {
      result.complete(Optional.empty());
      return result;
    }
    TakeOver takeOver = running.get(key);
    if (takeOver == null || takeOver.isDone()) {
      takeOver = takeOver(key, false);
      takeOver.add(result, knownEpoch);
      takeOver.start();
    } else {
      takeOver.add(result, knownEpoch);
    }
    TakeOver joined = takeOver;
    context.loop().schedule(PATIENCE, () -> giveUp(key, joined, result));
    return result;
  }

  /** Takes over a session that seems to have no owner; leaves it alone when it has one. */
  void adopt(SessionKey key) {
    TakeOver present = running.get(key);
    if (present == null || present.isDone()) {
      TakeOver adoption = takeOver(key, true);
      adoption.start();
      context.loop().schedule(PATIENCE, () -> cancelUnwanted(key, adoption));
    }
  }

  private TakeOver takeOver(SessionKey key, boolean adopts) {
    long began = context.now();
    var created =
        new TakeOver(
            context,
            owned,
            repository,
            reader,
            replicator,
            key,
            adopts,
            outcome -> finish(key, outcome, began));
    running.put(key, created);
    return created;
  }

  private void giveUp(
      SessionKey key, TakeOver takeOver, CompletableFuture<Optional<Ownership>> result) {
    if (takeOver.withdraw(result)) {
      result.completeExceptionally(
          new SessionUnavailableException(
              "It could not be decided in time who has the session", Duration.ofSeconds(1)));
      cancelUnwanted(key, takeOver);
    }
  }

  private void cancelUnwanted(SessionKey key, TakeOver takeOver) {
    if (takeOver.isUnwanted() && running.remove(key, takeOver)) {
      takeOver.cancel();
    }
  }

  private void finish(SessionKey key, TakeOverOutcome outcome, long beganNanos) {
    TakeOver takeOver = running.remove(key);
    if (takeOver == null) {
      return;
    }
    SessionState state = outcome.state();
    if (state != null) {
      takenOver.increment();
      duration.note(beganNanos, context.now());
      if (takeOver.adopts()) {
        context.counters().increment("sessions.adopted");
      }
      takeOver.complete(Optional.of(acquirer.acquire(key, state, outcome)));
      return;
    }
    Ownership mine = owned.get(key);
    if (mine != null) {
      takeOver.complete(Optional.of(mine));
      return;
    }
    unknown.put(key, true);
    forgetOwnPromise(key);
    takeOver.complete(Optional.empty());
  }

  /** What this node once asked for came to nothing, and is not asked for again. */
  private void forgetOwnPromise(SessionKey key) {
    Copy copy = repository.get(key);
    if (copy != null && !copy.hasContent() && context.self().equals(copy.owner)) {
      copy.owner = null;
    }
  }

  /** Who is a member, suspected or dead has changed. */
  void membershipChanged() {
    unknown.clear();
    new ArrayList<>(running.values()).forEach(TakeOver::membershipChanged);
  }

  /** This node consented to another taker's epoch. */
  void outbid(SessionKey key, Epoch epoch) {
    unknown.remove(key);
    TakeOver takeOver = running.get(key);
    if (takeOver != null) {
      takeOver.outbid(epoch);
    }
  }

  /** This life of the node is over, and none of its claims counts. */
  void abandon(String reason) {
    var all = new HashMap<>(running);
    running.clear();
    unknown.clear();
    all.values().forEach(takeOver -> takeOver.fail(reason));
  }
}
