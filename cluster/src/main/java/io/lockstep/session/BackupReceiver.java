package io.lockstep.session;

import io.lockstep.sequence.Arrival;
import io.lockstep.sequence.Epoch;
import io.lockstep.sequence.Position;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.Batch;
import io.lockstep.wire.proto.BatchAck;
import io.lockstep.wire.proto.BatchGap;
import io.lockstep.wire.proto.Fenced;
import io.lockstep.wire.proto.Install;
import io.lockstep.wire.proto.InstallAck;
import io.lockstep.wire.proto.Retire;
import io.lockstep.wire.proto.RetireAck;
import io.lockstep.wire.proto.Settled;
import java.util.Set;

/**
 * A backup's side of replication: applies batches whole and in order, takes whole copies, and
 * refuses whoever writes under a lower epoch than it has promised. Acknowledges only what it has
 * applied. Lives on the loop.
 */
final class BackupReceiver {
  private final SessionContext context;
  private final OwnedSessions owned;
  private final BackupRepository repository;
  private final CopyRequests requests;
  private final Fencing fencing;

  BackupReceiver(
      SessionContext context,
      OwnedSessions owned,
      BackupRepository repository,
      CopyRequests requests,
      Fencing fencing) {
    this.context = context;
    this.owned = owned;
    this.repository = repository;
    this.requests = requests;
    this.fencing = fencing;
    context.messenger().on(MessageType.BATCH, this::onBatch);
    context.messenger().on(MessageType.INSTALL, this::onInstall);
    context.messenger().on(MessageType.SETTLED, this::onSettled);
    context.messenger().on(MessageType.RETIRE, this::onRetire);
  }

  // ---- batches ----

  private void onBatch(NodeId owner, Batch batch) {
    SessionKey key = SessionKey.of(batch.getSession());
    Epoch epoch = Epochs.of(batch.getEpoch());
    Ownership mine = owned.get(key);
    if (mine != null) {
      refuseOther(owner, key, epoch, mine);
      return;
    }
    Copy copy = repository.get(key);
    if (copy == null) {
      requests.ask(owner, key, epoch, batch.getSequence());
      return;
    }
    switch (judge(copy, epoch, batch.getSequence())) {
      case NEXT -> applyNext(key, copy, owner, batch);
      case DUPLICATE -> acknowledge(owner, batch, copy);
      case GAP, AHEAD -> requests.ask(owner, key, epoch, batch.getSequence());
      case FENCED -> refuse(owner, key, epoch, copy);
    }
  }

  private static Arrival judge(Copy copy, Epoch epoch, long sequence) {
    if (epoch.isBelow(copy.promised)) {
      return Arrival.FENCED;
    }
    if (copy.promised.isBelow(epoch) || !copy.hasContent() || !copy.current) {
      return Arrival.AHEAD;
    }
    // The promised epoch goes on from this very content, even when the content is still of the one
    // before.
    return new Position(epoch, copy.position.sequence()).judge(epoch, sequence);
  }

  private void applyNext(SessionKey key, Copy copy, NodeId owner, Batch batch) {
    try {
      apply(copy, batch);
      acknowledge(owner, batch, copy);
    } catch (BackupStoreException e) {
      tellRefused(owner, key, Epochs.of(batch.getEpoch()));
    } catch (RuntimeException e) {
      // What is left of the content is of no position that ever was.
      copy.dropContent(context.now());
      requests.ask(owner, key, Epochs.of(batch.getEpoch()), batch.getSequence());
      throw e;
    }
  }

  private void apply(Copy copy, Batch batch) {
    SessionState state = copy.state;
    if (state == null) {
      throw new IllegalStateException("A batch for a copy without content");
    }
    state.apply(batch, context.now());
    if (copy.position.epoch().isBelow(copy.promised)) {
      state.lineage = state.lineage.then(copy.position);
    }
    copy.wasOwned = false;
    copy.position = new Position(copy.promised, batch.getSequence());
    copy.settled = batch.getSettled();
    copy.modifiedNanos = context.now();
    if (batch.getSettled()) {
      copy.former = Set.of();
    }
  }

  private void acknowledge(NodeId owner, Batch batch, Copy copy) {
    context
        .messenger()
        .send(
            owner,
            MessageType.BATCH_ACK,
            BatchAck.newBuilder()
                .setSession(batch.getSession())
                .setEpoch(batch.getEpoch())
                .setSequence(copy.position.sequence())
                .build());
  }

  // ---- refusing ----

  /** Tells a sender that goes on under an epoch below the one that was promised here. */
  void refuse(NodeId sender, SessionKey key, Epoch refused, Copy copy) {
    sendFenced(sender, copy.refusal(key, refused));
  }

  /** This node owns the session: tells a sender that goes on under any epoch but its own. */
  void refuseOther(NodeId sender, SessionKey key, Epoch told, Ownership mine) {
    if (!told.equals(mine.cell.position().epoch())) {
      refuse(sender, key, told, mine);
    }
  }

  private void refuse(NodeId sender, SessionKey key, Epoch refused, Ownership mine) {
    sendFenced(
        sender,
        Fenced.newBuilder()
            .setSession(key.bytes())
            .setRefused(Epochs.toWire(refused))
            .setEpoch(Epochs.toWire(mine.cell.position().epoch()))
            .setOwner(context.self().incarnation())
            .addAllLineage(mine.cell.lineage().toWire())
            .addCopies(context.self().incarnation())
            .addAllCopies(mine.links.keySet().stream().map(NodeId::incarnation).toList())
            .addAllFormer(mine.former.stream().map(NodeId::incarnation).toList())
            .build());
  }

  private void sendFenced(NodeId sender, Fenced fenced) {
    context.counters().increment("sessions.refused");
    context.messenger().send(sender, MessageType.FENCED, fenced);
  }

  // ---- whole copies ----

  private void onInstall(NodeId owner, Install install) {
    SessionKey key = SessionKey.of(install.getSession());
    Epoch epoch = Epochs.of(install.getContent().getEpoch());
    Lineage past =
        Lineage.of(install.getContent().getLineageList())
            .then(new Position(epoch, install.getContent().getSequence()));
    var claim =
        new Claimed(
            epoch, Epochs.of(install.getSeenList()), Epochs.of(install.getVoidedList()), past);
    if (!admits(owner, key, claim)) {
      return;
    }
    if (!isThere(key, claim)) {
      SessionState content;
      try {
        // What is here stays until there is something in its place.
        content = repository.store(install.getContent(), context.now());
      } catch (BackupStoreException e) {
        tellRefused(owner, key, epoch);
        return;
      }
      makeWay(key, claim);
      repository.getOrCreate(key, context.now()).install(install, content, context.now());
    }
    context
        .messenger()
        .send(
            owner,
            MessageType.INSTALL_ACK,
            InstallAck.newBuilder()
                .setSession(install.getSession())
                .setEpoch(install.getContent().getEpoch())
                .setSequence(repository.getOrCreate(key, context.now()).position.sequence())
                .build());
  }

  /** Whether the copy has come as far under that very epoch. */
  private boolean isThere(SessionKey key, Claimed claimed) {
    Copy copy = repository.get(key);
    return owned.get(key) == null
        && copy != null
        && copy.follows(claimed.epoch)
        && copy.position.sequence() >= claimed.past.end().sequence();
  }

  private void tellRefused(NodeId owner, SessionKey key, Epoch epoch) {
    context
        .messenger()
        .send(
            owner,
            MessageType.BATCH_GAP,
            BatchGap.newBuilder()
                .setSession(key.bytes())
                .setEpoch(Epochs.toWire(epoch))
                .setRefused(true)
                .build());
  }

  /**
   * An epoch that is to take effect here.
   *
   * @param seen the epochs that it supersedes
   * @param voided those of them that were never in force
   * @param past what it goes on from, up to its own position
   */
  private record Claimed(Epoch epoch, Set<Epoch> seen, Set<Epoch> voided, Lineage past) {}

  /**
   * Whether a new epoch may take effect here: nothing held or promised is beyond what its owner has
   * seen, and it does not leave out what was in force here. Tells the sender when it may not.
   */
  private boolean admits(NodeId sender, SessionKey key, Claimed claimed) {
    Ownership mine = owned.get(key);
    if (mine != null) {
      Epoch held = mine.cell.position().epoch();
      if (!claimed.seen.contains(held) || leavesOutProtected(mine, claimed)) {
        refuse(sender, key, claimed.epoch, mine);
        return false;
      }
      return true;
    }
    Copy copy = repository.get(key);
    return copy == null || admits(sender, key, claimed, copy);
  }

  private static boolean leavesOutProtected(Ownership mine, Claimed claimed) {
    return mine.cell
        .lineage()
        .isProtectedFrom(claimed.past, mine.cell.everProtected(), claimed.voided);
  }

  private boolean admits(NodeId sender, SessionKey key, Claimed claimed, Copy copy) {
    if (!copy.acceptsAfter(claimed.seen, claimed.epoch)) {
      refuse(sender, key, claimed.epoch, copy);
      return false;
    }
    SessionState held = copy.state;
    if (held != null
        && !copy.promised.equals(claimed.epoch)
        && copy.isLeftOutBy(claimed.past, claimed.voided)) {
      context.counters().increment("sessions.kept-from-retiring");
      sendFenced(sender, copy.refusalOfItsContent(key, claimed.epoch, held));
      return false;
    }
    return true;
  }

  /** The new epoch takes effect: what this node owns itself gives way, and its loss is reported. */
  private void makeWay(SessionKey key, Claimed claimed) {
    Ownership mine = owned.get(key);
    if (mine != null) {
      fencing.giveWay(mine, claimed.epoch, claimed.past);
      return;
    }
    Copy copy = repository.get(key);
    if (copy != null) {
      fencing.makesWay(key, copy, claimed.past);
    }
  }

  private void onSettled(NodeId owner, Settled settled) {
    SessionKey key = SessionKey.of(settled.getSession());
    Epoch epoch = Epochs.of(settled.getEpoch());
    Copy copy = repository.get(key);
    if (copy == null || !copy.promised.equals(epoch)) {
      return;
    }
    if (copy.current) {
      copy.former = Set.of();
      copy.settled = true;
    } else if (!copy.hasContent()) {
      // It consented with content that it could not read again since.
      requests.ask(owner, key, epoch, 0);
    }
  }

  private void onRetire(NodeId owner, Retire retire) {
    if (!context.membership().isConnected()) {
      // It may be old: who sent it, and all who held the session then, may have died since. An
      // owner that lives asks again, since no acknowledgement gets out now.
      return;
    }
    SessionKey key = SessionKey.of(retire.getSession());
    Epoch epoch = Epochs.of(retire.getEpoch());
    var claim =
        new Claimed(
            epoch,
            Epochs.of(retire.getSeenList()),
            Epochs.of(retire.getVoidedList()),
            Lineage.of(retire.getLineageList()));
    if (admits(owner, key, claim)) {
      makeWay(key, claim);
      repository.getOrCreate(key, context.now()).retire(retire, owner, context.now());
      context
          .messenger()
          .send(
              owner,
              MessageType.RETIRE_ACK,
              RetireAck.newBuilder()
                  .setSession(retire.getSession())
                  .setEpoch(retire.getEpoch())
                  .build());
    }
  }
}
