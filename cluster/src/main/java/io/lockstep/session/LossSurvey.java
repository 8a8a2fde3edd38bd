package io.lockstep.session;

import io.lockstep.membership.Member;
import io.lockstep.membership.Membership;
import io.lockstep.sequence.Epoch;
import io.lockstep.sequence.Position;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.LossAnswer;
import io.lockstep.wire.proto.LossQuery;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * After this node was declared dead, or gave a session up to an epoch of which nobody knows whether
 * it will be in force: asks the cluster how far it kept what this node had owned, and reports the
 * rest as lost. Lives on the loop.
 *
 * <p>What counts is what the session goes on from: the content of an owner whose epoch is in force.
 * Until there is one, a copy that has everything may still have to give way to one that has not, so
 * it is asked for again and again, at growing pauses.
 */
final class LossSurvey {
  private static final String DIED = "this node was declared dead";
  private static final String SUPERSEDED = "another node took the session over from an older copy";
  private static final String UNREADABLE = "a backup could not be read from its store";
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(16);

  private final SessionContext context;
  private final OwnedSessions owned;
  private final BackupRepository repository;
  private final Map<SessionKey, FormerHoldings> pending = new LinkedHashMap<>();
  private Duration pause = FIRST_PAUSE;
  private boolean asking;

  LossSurvey(SessionContext context, OwnedSessions owned, BackupRepository repository) {
    this.context = context;
    this.owned = owned;
    this.repository = repository;
    context.messenger().on(MessageType.LOSS_QUERY, this::onQuery);
    context.messenger().on(MessageType.LOSS_ANSWER, this::onAnswer);
  }

  /** Notes a session that this node owned in its former life. */
  void add(Ownership session) {
    add(session, DIED);
  }

  private void add(Ownership session, String cause) {
    Position last = session.cell.position();
    if (last.sequence() > 0 && !session.cell.isProtected(last.sequence())) {
      note(session.cell.key, last, session.cell.lineage(), session.cell.everProtected(), cause);
    }
  }

  /** Notes a session that this node gives up to another epoch, and begins to ask for it. */
  void givenUp(Ownership session, Epoch other) {
    add(session, "another node took the session over under epoch " + other);
    askAnew(session.cell.key);
  }

  /** Notes a copy that has more than the epoch which it makes way for, and begins to ask for it. */
  void madeWay(SessionKey key, Copy copy) {
    add(key, copy, Objects.requireNonNull(copy.state), SUPERSEDED);
    askAnew(key);
  }

  /** Notes a copy that cannot be read any more, and begins to ask for what it had. */
  void couldNotRead(SessionKey key, Copy copy) {
    SessionState state = Objects.requireNonNull(copy.state);
    if (isAlive(state)) {
      add(key, copy, state, UNREADABLE);
      askAnew(key);
    }
  }

  private void add(SessionKey key, Copy copy, SessionState state, String cause) {
    long known = copy.wasOwned ? copy.everProtected : 0;
    note(key, copy.position, state.lineage.then(copy.position), known, cause);
  }

  private void askAnew(SessionKey key) {
    FormerHoldings survey = pending.get(key);
    if (survey != null) {
      survey.forgetAnswers();
      pause = FIRST_PAUSE;
      if (asking) {
        ask(key);
      } else {
        ask();
      }
    }
  }

  /**
   * Notes the copies that may have been the last ones: of sessions that this node owned before, and
   * of those whose owner is dead.
   */
  void addCopies() {
    for (SessionKey key : repository.keys()) {
      Copy copy = repository.get(key);
      SessionState state = copy == null ? null : copy.state;
      if (copy != null && state != null && isAlive(state) && mayBeTheLast(copy)) {
        add(key, copy, state, DIED);
      }
    }
  }

  /** What has ended, or whose time has run out, everybody drops. */
  private boolean isAlive(SessionState state) {
    return !state.ended && !state.isExpired(context.now());
  }

  private boolean mayBeTheLast(Copy copy) {
    NodeId owner = copy.owner;
    return copy.wasOwned || (copy.current && owner != null && context.membership().isDead(owner));
  }

  private void note(SessionKey key, Position last, Lineage past, long everProtected, String cause) {
    pending
        .computeIfAbsent(key, any -> new FormerHoldings(context.now()))
        .add(last, past, everProtected, cause);
  }

  /** Asks for all that was noted, once this node has joined again. */
  void begin() {
    pending.values().forEach(FormerHoldings::forgetAnswers);
    pause = FIRST_PAUSE;
    if (!asking) {
      ask();
    }
  }

  private void ask() {
    asking = !pending.isEmpty();
    if (!asking) {
      return;
    }
    pending.keySet().forEach(this::ask);
    Duration present = pause;
    pause = present.compareTo(LONGEST_PAUSE) < 0 ? present.multipliedBy(2) : present;
    context
        .loop()
        .schedule(
            present,
            () -> {
              conclude();
              ask();
            });
  }

  private void ask(SessionKey key) {
    LossQuery query = LossQuery.newBuilder().setSession(key.bytes()).build();
    context
        .membership()
        .members()
        .forEach(member -> context.messenger().send(member.id(), MessageType.LOSS_QUERY, query));
  }

  private void onQuery(NodeId asker, LossQuery query) {
    context
        .messenger()
        .send(asker, MessageType.LOSS_ANSWER, answer(SessionKey.of(query.getSession())));
  }

  private LossAnswer answer(SessionKey key) {
    LossAnswer.Builder answer = LossAnswer.newBuilder().setSession(key.bytes());
    Ownership mine = owned.get(key);
    Copy copy = repository.get(key);
    SessionState state = copy == null ? null : copy.state;
    if (mine != null) {
      return answer
          .setEpoch(Epochs.toWire(mine.cell.position().epoch()))
          .addAllLineage(mine.cell.lineage().toWire())
          .setDecides(mine.isSettled())
          .build();
    }
    // What a copy without content has heard of may be the past of an epoch that came to nothing.
    return copy == null || state == null
        ? answer.build()
        : answer
            .setEpoch(Epochs.toWire(copy.promised))
            .addAllLineage(state.lineage.then(copy.position).toWire())
            .setDecides(state.ended)
            .build();
  }

  private void onAnswer(NodeId holder, LossAnswer answer) {
    FormerHoldings survey = pending.get(SessionKey.of(answer.getSession()));
    // Who is no member was not asked by this life, or has died since.
    if (survey != null && context.membership().member(holder) != null) {
      survey.answered(holder, answer);
    }
  }

  private void conclude() {
    pending.entrySet().removeIf(entry -> concludes(entry.getKey(), entry.getValue()));
  }

  private boolean concludes(SessionKey key, FormerHoldings survey) {
    Membership membership = context.membership();
    survey.forgetDead(membership);
    survey.answered(context.self(), answer(key));
    boolean allHaveAnswered =
        membership.knowsAll()
            && membership.members().stream().map(Member::id).allMatch(survey::hasAnswered);
    if (allHaveAnswered) {
      survey.reportWhatNobodyHas(key, context.losses());
    }
    if (!survey.isDecided(allHaveAnswered, context.now())) {
      return false;
    }
    survey.report(key, context.losses());
    return true;
  }
}
