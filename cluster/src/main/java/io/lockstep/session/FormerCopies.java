package io.lockstep.session;

import io.lockstep.transport.NodeId;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.Retire;
import io.lockstep.wire.proto.RetireAck;
import io.lockstep.wire.proto.Settled;
import java.util.List;
import java.util.stream.Stream;

/**
 * Asks former copies to forget the owned sessions, and settles each session when all of them have
 * consented or died. Lives on the loop.
 */
final class FormerCopies {
  private static final long REMINDER_NANOS = 500_000_000L;
  private static final int REMINDERS_PER_UNTRUSTED = 10;

  private final SessionContext context;
  private final OwnedSessions owned;
  private final Replicator replicator;

  FormerCopies(SessionContext context, OwnedSessions owned, Replicator replicator) {
    this.context = context;
    this.owned = owned;
    this.replicator = replicator;
    context.messenger().on(MessageType.RETIRE_ACK, this::onRetireAck);
  }

  /** The node is dead: its consent is not waited for any more. */
  void died(Ownership session, NodeId node) {
    session.outcasts.remove(node);
    Link link = session.links.get(node);
    boolean wasFormer = session.former.remove(node);
    boolean owedConsent = wasFormer || (link != null && link.owesConsent());
    if (owedConsent && !session.hasWitness(context.membership()::isDead)) {
      askEverybody(session);
    }
    if (wasFormer) {
      settleIfComplete(session);
    }
  }

  /**
   * A former copy died that may have been in force without this owner, and whoever it gave the
   * session to may be so now: the session is not settled before every member has consented.
   */
  private void askEverybody(Ownership session) {
    for (NodeId node : context.everybodyElse()) {
      Link link = session.links.get(node);
      if (link == null) {
        session.former.add(node);
        session.outcasts.remove(node);
      } else if (!link.follows()) {
        link.oweConsent();
      }
    }
    askAnew(session);
  }

  /** Others are to be asked, or under another epoch: begins at once, with all. */
  void askAnew(Ownership session) {
    session.reminders = 0;
    askNow(session);
  }

  /**
   * Whether the former copies may go: there are as many backups as are wanted, and each holds the
   * session. Until then theirs may be one of the copies that a caller was told of, and to bear as
   * many losses as were promised to that caller it has to stay: it is former also because it runs
   * on a machine on which this owner may have no backup, and no other takes its place. A session
   * that has ended needs no copies; nor does any without failover.
   */
  private boolean mayForget(Ownership session) {
    if (!context.settings().failover()) {
      return true;
    }
    boolean isComplete = session.links.size() >= context.settings().backups();
    return session.isBackedUp() && (isComplete || session.cell.isEnded());
  }

  /** Whether nobody is to be asked to forget the session, before its backups change or it ends. */
  boolean remindsNobody(Ownership session) {
    boolean waits = !session.links.isEmpty() && !session.isBackedUp();
    return session.needsNoReminder()
        || (session.outcasts.isEmpty() && !waits && !mayForget(session));
  }

  /** Asks the former copies, from time to time, to forget the session, as soon as they may. */
  void remind(Ownership session) {
    long now = context.now();
    if (session.needsNoReminder() || now - session.lastRetireNanos < REMINDER_NANOS) {
      return;
    }
    session.lastRetireNanos = now;
    session.former.forEach(context.membership()::miss);
    boolean askAll = session.reminders++ % REMINDERS_PER_UNTRUSTED == 0;
    Stream<NodeId> former = mayForget(session) ? session.former.stream() : Stream.empty();
    List<NodeId> asked =
        Stream.concat(former, session.outcasts.stream())
            .filter(node -> askAll || context.membership().isTrusted(node))
            .toList();
    if (!asked.isEmpty()) {
      session.epochIsTold = true;
      Retire retire = retire(session);
      asked.forEach(node -> context.messenger().send(node, MessageType.RETIRE, retire));
    }
  }

  private Retire retire(Ownership session) {
    return Retire.newBuilder()
        .setSession(session.cell.key.bytes())
        .setEpoch(Epochs.toWire(session.cell.position().epoch()))
        .addAllSeen(Epochs.toWire(session.seen))
        .addAllVoided(Epochs.toWire(session.voided))
        .addAllLineage(session.cell.lineage().toWire())
        .addCopies(context.self().incarnation())
        .addAllCopies(session.links.keySet().stream().map(NodeId::incarnation).toList())
        .addAllFormer(session.former.stream().map(NodeId::incarnation).toList())
        .build();
  }

  /** Asks without waiting for the next time, since what kept it from asking may be over. */
  void askNow(Ownership session) {
    session.lastRetireNanos = context.now() - REMINDER_NANOS;
    remind(session);
  }

  private void onRetireAck(NodeId former, RetireAck ack) {
    Ownership session = owned.get(SessionKey.of(ack.getSession()));
    if (session != null && session.cell.position().epoch().equals(Epochs.of(ack.getEpoch()))) {
      session.outcasts.remove(former);
      if (session.former.remove(former)) {
        settleIfComplete(session);
        replicator.changed(session);
      }
    }
  }

  /** Tells the backups that the session is settled, if it is. */
  void settleIfComplete(Ownership session) {
    session.noteIfSettled();
    if (session.isSettled()) {
      Settled settled =
          Settled.newBuilder()
              .setSession(session.cell.key.bytes())
              .setEpoch(Epochs.toWire(session.cell.position().epoch()))
              .build();
      session
          .links
          .keySet()
          .forEach(node -> context.messenger().send(node, MessageType.SETTLED, settled));
    }
  }
}
