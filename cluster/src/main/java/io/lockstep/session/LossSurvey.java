package io.lockstep.session;

import io.lockstep.sequence.Epoch;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.LossAnswer;
import io.lockstep.wire.proto.LossQuery;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * After this node was declared dead: asks the cluster how far it kept what this node had owned, and
 * reports the rest as lost. Lives on the loop.
 */
final class LossSurvey {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final SessionContext context;
  private final OwnedSessions owned;
  private final BackupRepository repository;
  private final Map<SessionKey, Pending> pending = new HashMap<>();

  private static final class Pending {
    final Epoch epoch;
    final long last;
    final Lineage past;
    long kept;
    boolean answered;

    Pending(Epoch epoch, long last, Lineage past) {
      this.epoch = epoch;
      this.last = last;
      this.past = past;
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
          new Pending(session.cell.position().epoch(), last, session.cell.lineage()));
    }
  }

  /** Asks for all that was noted, once this node has joined again. */
  void begin() {
    if (pending.isEmpty()) {
      return;
    }
    pending
        .keySet()
        .forEach(
            key ->
                context
                    .messenger()
                    .broadcast(
                        MessageType.LOSS_QUERY,
                        LossQuery.newBuilder().setSession(key.bytes()).build()));
    context.loop().schedule(PATIENCE, this::conclude);
  }

  private void onQuery(NodeId asker, LossQuery query) {
    if (asker.equals(context.self())) {
      return;
    }
    SessionKey key = SessionKey.of(query.getSession());
    Ownership mine = owned.get(key);
    Copy copy = repository.get(key);
    Lineage past = mine != null ? mine.cell.lineage() : copy != null ? copy.past() : Lineage.NONE;
    if (!past.reigns().isEmpty()) {
      context
          .messenger()
          .send(
              asker,
              MessageType.LOSS_ANSWER,
              LossAnswer.newBuilder()
                  .setSession(query.getSession())
                  .addAllLineage(past.toWire())
                  .build());
    }
  }

  private void onAnswer(NodeId holder, LossAnswer answer) {
    Pending survey = pending.get(SessionKey.of(answer.getSession()));
    if (survey != null) {
      survey.answered = true;
      survey.kept =
          Math.max(survey.kept, survey.past.common(Lineage.of(answer.getLineageList())).orElse(0));
    }
  }

  private void conclude() {
    pending.forEach(
        (key, survey) ->
            context
                .losses()
                .record(
                    key,
                    survey.epoch,
                    survey.kept,
                    survey.last,
                    survey.answered
                        ? "this node was declared dead before its backup had them"
                        : "this node was declared dead, and no other has a copy"));
    pending.clear();
  }
}
