package io.lockstep.session;

import io.lockstep.sequence.Epoch;
import io.lockstep.sequence.Position;
import io.lockstep.session.Ownership.Sent;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.Batch;
import io.lockstep.wire.proto.BatchAck;
import io.lockstep.wire.proto.BatchGap;
import io.lockstep.wire.proto.Install;
import io.lockstep.wire.proto.InstallAck;
import io.lockstep.wire.proto.SessionContent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The owner's side of replication: sends batches and whole copies to the backups, and again when
 * they stay unacknowledged. Lives on the loop.
 */
final class Replicator {
  private static final Duration TICK = Duration.ofMillis(50);

  private final SessionContext context;
  private final OwnedSessions owned;
  private final Set<Ownership> busy = new LinkedHashSet<>();
  private boolean ticking;
  private long tickDueNanos;
  private final FormerCopies former;
  private final BackupAssigner assigner;
  private final LevelAnswers levels;
  private final ReplicationMeters meters;
  private UnderWay underWay = UnderWay.NOTHING;

  Replicator(SessionContext context, OwnedSessions owned) {
    this.context = context;
    this.owned = owned;
    this.former = new FormerCopies(context, owned, this);
    this.assigner = new BackupAssigner(context, owned, this, former);
    this.levels = new LevelAnswers(context);
    this.meters = new ReplicationMeters(context.counters());
    context.messenger().on(MessageType.BATCH_ACK, this::onBatchAck);
    context.messenger().on(MessageType.BATCH_GAP, this::onBatchGap);
    context.messenger().on(MessageType.INSTALL_ACK, this::onInstallAck);
  }

  BackupAssigner assigner() {
    return assigner;
  }

  /**
   * Sends what was stamped, and completes the future once the level of everything up to the
   * sequence is known.
   */
  void replicate(Ownership session, long sequence, CompletableFuture<ReplicationLevel> level) {
    assert context.loop().inLoop();
    if (isReleased(session)) {
      level.completeExceptionally(
          new SessionUnavailableException(
              "The session has gone to another node", Duration.ofMillis(100)));
      return;
    }
    assigner.assignIfWaiting(session);
    flush(session);
    levels.await(session, sequence, level);
    levels.answer(session);
    watch(session);
  }

  /**
   * Whether the session has gone since the caller got hold of it: nothing may be sent in its name
   * any more.
   */
  private boolean isReleased(Ownership session) {
    return owned.get(session.cell.key) != session;
  }

  /** Sends what was stamped since the last call. */
  void flush(Ownership session) {
    assert context.loop().inLoop();
    long before = session.cell.position().sequence();
    for (Batch stamped : session.cell.drain()) {
      Batch batch = told(session, stamped);
      meters.changed(batch);
      if (!session.links.isEmpty() && !session.isStalled()) {
        session.unacknowledged.add(new Sent(batch, context.now()));
      }
      for (Link link : session.links.values()) {
        if (!link.isStalled()) {
          long longer = underWay.nanosTo(link.node, batch.getSerializedSize());
          link.sent(context.now(), Math.min(before, batch.getSequence() - 1), longer);
          context.messenger().send(link.node, MessageType.BATCH, batch);
        }
      }
      watch(session);
    }
  }

  /** The batch as it is to be sent now: its epoch may have been settled since it was stamped. */
  private static Batch told(Ownership session, Batch batch) {
    return session.isSettled() && !batch.getSettled()
        ? batch.toBuilder().setSettled(true).build()
        : batch;
  }

  /** Lets the backups know that the session is in use; nobody waits for it. */
  void touch(Ownership session) {
    session.cell.stamp(Change.TOUCH, context.now());
    flush(session);
  }

  /**
   * Makes the backups confirm that they still follow this owner: it has not heard from them lately,
   * and another node may have taken the session over.
   */
  void confirm(Ownership session, CompletableFuture<ReplicationLevel> level) {
    for (Link link : List.copyOf(session.links.values())) {
      link.reset(context.now());
      install(session, link);
    }
    changed(session);
    replicate(session, session.cell.position().sequence(), level);
  }

  /**
   * Makes a node that has seen a higher epoch say so, with what it has of this owner's batches, and
   * one that has all of them acknowledge the last.
   */
  void probe(Ownership session, NodeId node) {
    Position position = session.cell.position();
    context
        .messenger()
        .send(
            node,
            MessageType.BATCH,
            Batch.newBuilder()
                .setSession(session.cell.key.bytes())
                .setEpoch(Epochs.toWire(position.epoch()))
                .setSequence(position.sequence())
                .build());
  }

  /** Sends the whole session to a backup. */
  void install(Ownership session, Link link) {
    if (isReleased(session)) {
      return;
    }
    flush(session);
    Install copy = copyOf(session);
    int bytes = copy.getSerializedSize();
    // In the place of the one before, if that is still on its way.
    link.copied(context.now(), bytes, underWay.nanosTo(link.node, bytes - link.copyBytes()));
    meters.installed();
    session.epochIsTold = true;
    context.messenger().send(link.node, MessageType.INSTALL, copy);
    watch(session);
  }

  private Install copyOf(Ownership session) {
    SessionContent.Builder content =
        session
            .cell
            .content(context.now())
            .setOwner(context.self().incarnation())
            .addCopies(context.self().incarnation());
    session.links.keySet().forEach(node -> content.addCopies(node.incarnation()));
    session.former.forEach(node -> content.addFormer(node.incarnation()));
    return Install.newBuilder()
        .setSession(session.cell.key.bytes())
        .setContent(content)
        .addAllSeen(Epochs.toWire(session.seen))
        .addAllVoided(Epochs.toWire(session.voided))
        .setSettled(session.isSettled())
        .build();
  }

  // ---- answers of the backups ----

  private void onBatchAck(NodeId backup, BatchAck ack) {
    Ownership session = ownedUnder(SessionKey.of(ack.getSession()), Epochs.of(ack.getEpoch()));
    if (session != null) {
      acknowledged(session, backup, ack.getSequence());
    }
  }

  private void onInstallAck(NodeId backup, InstallAck ack) {
    Ownership session = ownedUnder(SessionKey.of(ack.getSession()), Epochs.of(ack.getEpoch()));
    if (session != null) {
      acknowledged(session, backup, ack.getSequence());
    }
  }

  private void acknowledged(Ownership session, NodeId backup, long sequence) {
    Link link = session.links.get(backup);
    if (link == null || sequence > session.cell.position().sequence()) {
      return;
    }
    boolean wasBackedUp = session.isBackedUp();
    boolean wasSettled = session.isSettled();
    link.acknowledge(sequence, context.now());
    if (!wasSettled && session.isSettled()) {
      former.settleIfComplete(session);
    }
    changed(session);
    if (!wasBackedUp && session.isBackedUp()) {
      former.askNow(session);
    }
  }

  /**
   * What is known of the session's copies has changed: forgets what all have, and tells those who
   * wait.
   */
  void changed(Ownership session) {
    assert context.loop().inLoop();
    long all = session.acknowledgedByAll();
    while (!session.unacknowledged.isEmpty()
        && session.unacknowledged.peek().batch().getSequence() <= all) {
      meters.acknowledged(session.unacknowledged.remove().atNanos(), context.now());
    }
    session.cell.publish(levels.isProtected(session) ? all : -1, session.following());
    levels.answer(session);
  }

  private void onBatchGap(NodeId backup, BatchGap gap) {
    Ownership session = ownedUnder(SessionKey.of(gap.getSession()), Epochs.of(gap.getEpoch()));
    Link link = session == null ? null : session.links.get(backup);
    if (session == null || link == null) {
      return;
    }
    if (gap.getRefused()) {
      assigner.refused(session, link);
      return;
    }
    meters.missed();
    if (link.isStalled()) {
      // It gets a whole copy now and then.
      return;
    }
    if (gap.getNeedsCopy()) {
      if (link.isInstalled()) {
        link.reset(context.now());
        install(session, link);
        changed(session);
      }
    } else {
      link.acknowledge(gap.getApplied(), context.now());
      resend(session, link);
    }
  }

  private @Nullable Ownership ownedUnder(SessionKey key, Epoch epoch) {
    Ownership session = owned.get(key);
    return session != null && session.cell.position().epoch().equals(epoch) ? session : null;
  }

  /** Forgets an owned session. */
  void release(Ownership session, String reason) {
    session.cell.setPhase(Cell.Phase.GONE);
    owned.remove(session);
    abandon(session, reason);
  }

  /** Looks after the session no more, and answers all that wait for it. */
  void abandon(Ownership session, String reason) {
    busy.remove(session);
    levels.abandon(session, reason);
  }

  // ---- time ----

  /** Looks after the session until nothing is outstanding. */
  void watch(Ownership session) {
    if (isReleased(session)) {
      return;
    }
    busy.add(session);
    if (!ticking) {
      scheduleTick();
    }
  }

  private void tick() {
    ticking = false;
    forgiveOwnDelay();
    underWay = UnderWay.of(busy);
    // One that is attended to may release another, or itself.
    new ArrayList<>(busy).stream().filter(busy::contains).forEach(this::attend);
    if (!busy.isEmpty() && !ticking) {
      scheduleTick();
    }
  }

  /**
   * While this loop stood still, acknowledgements that came in were not read: that time counts
   * against no backup.
   */
  private void forgiveOwnDelay() {
    long late = context.now() - tickDueNanos;
    if (late > TICK.toNanos()) {
      context.counters().increment("sessions.late-ticks");
      busy.forEach(session -> session.links.values().forEach(link -> link.forgive(late)));
    }
  }

  private void scheduleTick() {
    ticking = true;
    tickDueNanos = context.now() + TICK.toNanos();
    context.loop().schedule(TICK, this::tick);
  }

  private void attend(Ownership session) {
    long now = context.now();
    long timeout = context.settings().backupAckTimeout().toNanos();
    long sequence = session.cell.position().sequence();
    List<Link> behind =
        session.links.values().stream().filter(link -> link.isBehind(sequence)).toList();
    for (Link link : behind) {
      if (link.isOverdue(now, timeout)) {
        context.counters().increment("backups.overdue");
        assigner.replaceOverdue(session, link);
        break;
      }
      if (link.isDueForResend(now, underWay.nanosTo(link.node, 0))) {
        resend(session, link);
      }
    }
    session.links.values().stream()
        .filter(link -> !link.isBehind(sequence) && levels.needsWord(session, link))
        .filter(link -> link.isDueForResend(now, 0))
        .forEach(link -> askForWord(session, link));
    former.remind(session);
    levels.answer(session);
    if (behind.isEmpty() && session.waiters.isEmpty() && former.remindsNobody(session)) {
      busy.remove(session);
    }
  }

  /** A batch that the backup has already is acknowledged once more. */
  private void askForWord(Ownership session, Link link) {
    link.resent(context.now());
    probe(session, link.node);
  }

  /** Looks again after all sessions of which a backup lacks something. */
  void watchBehind() {
    owned.all().stream().filter(Replicator::isBehind).forEach(this::watch);
  }

  /** How many sessions have a backup that lacks something. */
  int behind() {
    return (int) owned.all().stream().filter(Replicator::isBehind).count();
  }

  private static boolean isBehind(Ownership session) {
    long sequence = session.cell.position().sequence();
    return session.links.values().stream().anyMatch(link -> link.isBehind(sequence));
  }

  private void resend(Ownership session, Link link) {
    Sent first = session.unacknowledged.peek();
    boolean reachesBack = first != null && first.batch().getSequence() <= link.acknowledged() + 1;
    if (!link.isInstalled() || !reachesBack) {
      install(session, link);
      return;
    }
    link.resent(context.now());
    for (Sent sent : session.unacknowledged) {
      if (sent.batch().getSequence() > link.acknowledged()) {
        meters.resent();
        context.messenger().send(link.node, MessageType.BATCH, told(session, sent.batch()));
      }
    }
  }

  void stall(Ownership session, Link link) {
    link.stall();
    session.unacknowledged.clear();
    changed(session);
  }
}
