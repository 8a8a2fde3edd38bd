package io.lockstep.session;

import io.lockstep.sequence.Epoch;
import io.lockstep.sequence.Position;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.Fenced;
import java.util.LinkedHashSet;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an owner does when another epoch is found at a copy: it goes on above one that cannot be in
 * force, and gives way to one that may be. Lives on the loop.
 */
final class Fencing {
  private static final Logger log = LoggerFactory.getLogger(Fencing.class);
  private static final String TAKEN_OVER = "The session was taken over by another node";

  private final SessionContext context;
  private final OwnedSessions owned;
  private final BackupRepository repository;
  private final Replicator replicator;
  private final BackupAssigner assigner;
  private final LossSurvey survey;

  Fencing(
      SessionContext context,
      OwnedSessions owned,
      BackupRepository repository,
      Replicator replicator,
      LossSurvey survey) {
    this.context = context;
    this.owned = owned;
    this.repository = repository;
    this.replicator = replicator;
    this.assigner = replicator.assigner();
    this.survey = survey;
    context.messenger().on(MessageType.FENCED, this::onFenced);
  }

  private void onFenced(NodeId sender, Fenced fenced) {
    SessionKey key = SessionKey.of(fenced.getSession());
    Ownership session = owned.get(key);
    if (session == null
        || !session.cell.position().epoch().equals(Epochs.of(fenced.getRefused()))) {
      return;
    }
    if (mayOutbid(session, sender, fenced)) {
      outbid(session, sender, fenced);
    } else {
      stepBack(session, fenced);
    }
  }

  /**
   * Whether the epoch that refused this owner's cannot be in force.
   *
   * <p>It cannot when it is below one that was settled, here or at an owner before: all whom it
   * needs have promised that. Nor when it leaves out what was protected here. It cannot when it
   * needs this owner's consent, which it does not have, and is not even higher; and it cannot when
   * this owner is settled, and it is not one of its own copies that follows the other epoch: they
   * are needed by both. A backup that was chosen, and has not followed this owner yet, is none of
   * them.
   */
  private boolean mayOutbid(Ownership session, NodeId sender, Fenced fenced) {
    if (Epochs.of(fenced.getEpoch()).isBelow(session.settledEpoch())) {
      return true;
    }
    Lineage theirs = Lineage.of(fenced.getLineageList());
    Cell cell = session.cell;
    if (cell.lineage().isProtectedFrom(theirs, cell.everProtected(), session.voided)) {
      return true;
    }
    Link link = session.links.get(sender);
    boolean isOutside = link == null || !link.follows();
    if (session.isSettled() && isOutside) {
      return true;
    }
    boolean needsThisNode =
        Stream.concat(fenced.getCopiesList().stream(), fenced.getFormerList().stream())
            .anyMatch(node -> node == context.self().incarnation());
    return needsThisNode && Epochs.of(fenced.getEpoch()).isBelow(session.cell.position().epoch());
  }

  /**
   * Goes on above an epoch that is not in force; its copies, of which the one that refused may be
   * the only one that hears this node, are asked to forget the session.
   */
  private void outbid(Ownership session, NodeId sender, Fenced fenced) {
    context.counters().increment("sessions.outbid");
    session.hasVoided(Epochs.of(fenced.getEpoch()));
    Stream.concat(
            Stream.of(sender.incarnation(), fenced.getOwner()), fenced.getCopiesList().stream())
        .filter(id -> id != 0)
        .map(NodeId::new)
        .distinct()
        .filter(node -> !node.equals(context.self()) && !session.links.containsKey(node))
        .filter(node -> !session.former.contains(node) && !context.membership().isDead(node))
        .forEach(session::addOutcast);
    session.epochIsTold = true;
    assigner.raiseAgain(session);
  }

  /**
   * Another epoch may be in force. What this node has stays under a higher one, as a copy, until
   * that epoch's owner asks it to forget: a take-over that ends half-way must not cost the content.
   * Under a lower one it goes, unless nothing was written here: its copies may have it, and it is
   * adopted when nobody owns it.
   */
  private void stepBack(Ownership session, Fenced fenced) {
    Epoch theirs = Epochs.of(fenced.getEpoch());
    Epoch own = session.cell.position().epoch();
    Copy copy = repository.getOrCreate(session.cell.key, context.now());
    if (theirs.isBelow(own)) {
      // Neither need the other be in force ever: what this one wrote may yet be gone on from.
      session.cell.setPhase(Cell.Phase.GONE);
      Lineage past = Lineage.of(fenced.getLineageList());
      if (hasWrittenSince(session, past)) {
        survey.givenUp(session, theirs);
        leave(session, theirs, past);
      } else {
        tellTakenOver(session, theirs);
        session.hasVoided(own);
        copy.fence(session, theirs, past, context);
        copy.abandoned = own;
        copy.isAt(past.end());
        replicator.release(session, TAKEN_OVER);
      }
      // Who has the other may have given way to this one meanwhile: then it is adopted from here.
      copy.owner = context.self();
    } else {
      tellTakenOver(session, theirs);
      session.hasSeen(own);
      copy.fence(session, theirs, Lineage.of(fenced.getLineageList()), context);
      replicator.release(session, TAKEN_OVER);
      copy.owner = fenced.getOwner() == 0 ? null : new NodeId(fenced.getOwner());
    }
    copy.copies = Copy.nodes(fenced.getCopiesList());
    copy.former = Copy.nodes(fenced.getFormerList());
  }

  /** Whether there is more, or other content here than what the other epoch goes on from. */
  private static boolean hasWrittenSince(Ownership session, Lineage theirs) {
    Position end = theirs.end();
    boolean isBase =
        end.equals(session.base) && end.sequence() == session.cell.position().sequence();
    return end.equals(Position.NONE) || !(isBase || session.cell.lineage().end().equals(end));
  }

  private void tellTakenOver(Ownership session, Epoch other) {
    log.warn("Session {} was taken over under epoch {}", session.cell.key, other);
    context.counters().increment("sessions.fenced");
  }

  /**
   * The copy makes way for an epoch that may never come into force: what that goes on without is
   * lost only if nobody else goes on with it.
   */
  void makesWay(SessionKey key, Copy copy, Lineage theirs) {
    if (copy.loses(theirs, context)) {
      survey.madeWay(key, copy);
      copy.wasOwned = false;
    }
  }

  /**
   * A higher epoch has what this node's consent is worth: this node drops its copy. What that epoch
   * lacks is lost only if nobody else goes on with it.
   */
  void giveWay(Ownership session, Epoch higher, Lineage theirs) {
    session.cell.setPhase(Cell.Phase.GONE);
    long kept =
        Math.max(session.cell.lineage().common(theirs).orElse(0), session.cell.everProtected());
    if (kept < session.cell.position().sequence()) {
      survey.givenUp(session, higher);
    }
    leave(session, higher, theirs);
  }

  private void leave(Ownership session, Epoch higher, Lineage theirs) {
    tellTakenOver(session, higher);
    replicator.release(session, TAKEN_OVER);
    remember(session, higher, theirs);
  }

  /**
   * The own epoch must never be used again, and counts for nothing if it was higher than the one in
   * force.
   */
  private void remember(Ownership session, Epoch inForce, Lineage theirs) {
    Epoch own = session.cell.position().epoch();
    session.hasSeen(own);
    Copy copy = repository.getOrCreate(session.cell.key, context.now());
    copy.forget(inForce, null, context.now());
    if (inForce.isBelow(own)) {
      session.hasVoided(own);
      copy.abandoned = own;
    }
    copy.seen = new LinkedHashSet<>(session.seen);
    copy.voided = new LinkedHashSet<>(session.voided);
    copy.successor = theirs;
  }
}
