package io.lockstep.session;

import io.lockstep.membership.Member;
import io.lockstep.sequence.Epoch;
import io.lockstep.sequence.Position;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.LossAnswer;
import io.lockstep.wire.proto.LossQuery;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * After this node was declared dead: asks the cluster how far it kept what this node had owned, and
 * reports the rest as lost. Lives on the loop.
 */
final class LossSurvey {
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final SessionContext context;
  private final OwnedSessions owned;
  private final BackupRepository repository;
  private final Map<SessionKey, Pending> pending = new LinkedHashMap<>();
  private long sinceNanos;

  /** A session that was owned in the former life, and how far it was found elsewhere. */
  private static final class Pending {
    final Epoch epoch;
    final long last;
    final Lineage past;
    final Set<NodeId> answered = new HashSet<>();
    boolean found;
    long kept;

    Pending(Epoch epoch, long last, Lineage past, long kept) {
      this.epoch = epoch;
      this.last = last;
      this.past = past;
      this.kept = kept;
    }
  }

  LossSurvey(SessionContext context, OwnedSessions owned, BackupRepository repository) {
    this.context = context;
    this.owned = owned;
    this.repository = repository;
    context.messenger().on(MessageType.LOSS_QUERY, this::onQuery);
    context.messenger().on(MessageType.LOSS_ANSWER, this::onAnswer);
  }

  /** Notes a session that this node owned in its former life. */
  void add(Ownership session) {
    long last = session.cell.position().sequence();
    if (last > 0 && !session.cell.isProtected(last)) {
      pending.put(
          session.cell.key,
          new Pending(
              session.cell.position().epoch(),
              last,
              session.cell.lineage(),
              session.cell.everProtected()));
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
      if (copy != null && state != null && !state.ended && mayBeTheLast(copy)) {
        Position last = copy.position;
        pending.putIfAbsent(
            key,
            new Pending(
                last.epoch(),
                last.sequence(),
                state.lineage.then(last),
                copy.wasOwned ? copy.everProtected : 0));
      }
    }
  }

  private boolean mayBeTheLast(Copy copy) {
    NodeId owner = copy.owner;
    return copy.wasOwned || (copy.current && owner != null && context.membership().isDead(owner));
  }

  /** Asks for all that was noted, once this node has joined again. */
  void begin() {
    if (!pending.isEmpty()) {
      sinceNanos = context.now();
      ask();
    }
  }

  private void ask() {
    pending.forEach(this::ask);
    context
        .loop()
        .schedule(
            RETRY,
            () -> {
              conclude();
              if (!pending.isEmpty()) {
                ask();
              }
            });
  }

  private void ask(SessionKey key, Pending survey) {
    LossQuery query = LossQuery.newBuilder().setSession(key.bytes()).build();
    members()
        .filter(node -> !survey.answered.contains(node))
        .forEach(node -> context.messenger().send(node, MessageType.LOSS_QUERY, query));
  }

  private Stream<NodeId> members() {
    return context.membership().members().stream().map(Member::id);
  }

  private void onQuery(NodeId asker, LossQuery query) {
    SessionKey key = SessionKey.of(query.getSession());
    context
        .messenger()
        .send(
            asker,
            MessageType.LOSS_ANSWER,
            LossAnswer.newBuilder()
                .setSession(query.getSession())
                .addAllLineage(past(key).toWire())
                .build());
  }

  private Lineage past(SessionKey key) {
    Ownership mine = owned.get(key);
    Copy copy = repository.get(key);
    if (mine != null) {
      return mine.cell.lineage();
    }
    return copy == null ? Lineage.NONE : copy.past();
  }

  private void onAnswer(NodeId holder, LossAnswer answer) {
    Pending survey = pending.get(SessionKey.of(answer.getSession()));
    if (survey != null) {
      survey.answered.add(holder);
      find(survey, Lineage.of(answer.getLineageList()));
    }
  }

  private static void find(Pending survey, Lineage theirs) {
    survey.found |= !theirs.reigns().isEmpty();
    survey.kept = Math.max(survey.kept, survey.past.common(theirs).orElse(0));
  }

  /** Reports what all members have been asked for; silent ones are waited for, but not for ever. */
  private void conclude() {
    boolean waitedLong = context.now() - sinceNanos > PATIENCE.toNanos();
    pending.entrySet().removeIf(entry -> concludes(entry.getKey(), entry.getValue(), waitedLong));
  }

  private boolean concludes(SessionKey key, Pending survey, boolean waitedLong) {
    boolean complete =
        context.membership().knowsAll() && members().allMatch(survey.answered::contains);
    if (!complete && !waitedLong) {
      return false;
    }
    find(survey, past(key));
    context
        .losses()
        .record(
            key,
            survey.epoch,
            survey.kept,
            survey.last,
            survey.found
                ? "this node was declared dead before its backup had them"
                : "this node was declared dead, and no other has a copy");
    return true;
  }
}
