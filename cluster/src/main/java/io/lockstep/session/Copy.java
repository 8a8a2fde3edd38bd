package io.lockstep.session;

import io.lockstep.sequence.Epoch;
import io.lockstep.sequence.Position;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.proto.ClaimAnswer;
import io.lockstep.wire.proto.Fenced;
import io.lockstep.wire.proto.Holding;
import io.lockstep.wire.proto.Install;
import io.lockstep.wire.proto.Retire;
import io.lockstep.wire.proto.SessionContent;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What this node holds of a session that it does not own: a backup's content, and the promise to
 * refuse every epoch below one. A promise outlives its content, so that a late message cannot bring
 * an old copy back. The loop's alone.
 */
final class Copy {
  /** Below this epoch everything is refused. */
  Epoch promised = Epoch.NONE;

  /** The epochs that the promised one supersedes. */
  Set<Epoch> seen = Set.of();

  /** Those of them that were never in force. */
  Set<Epoch> voided = Set.of();

  /** What the content has come to; {@link Epoch#NONE} without content. */
  Position position = Position.NONE;

  @Nullable SessionState state;

  /** Whether the promised epoch goes on from exactly this content. */
  boolean current;

  /** Whether the epoch of the content was in force, as far as its owner told. */
  boolean settled;

  /** The past that the promised epoch goes on from. */
  Lineage successor = Lineage.NONE;

  /**
   * Whether this node owned the session when the content was last changed, so that it answers for
   * its loss.
   */
  boolean wasOwned;

  /** Up to where the backups had everything then. */
  long everProtected;

  /**
   * Whether this node was the owner, and gave way to another that is not known to ask it to forget
   * its copy.
   */
  boolean gaveWay;

  /**
   * The highest epoch under which this node owned the session and gave way to a lower one. It is
   * never used again while this copy is remembered, whatever it promises and holds meanwhile.
   */
  Epoch abandoned = Epoch.NONE;

  @Nullable NodeId owner;
  Set<NodeId> copies = Set.of();
  Set<NodeId> former = Set.of();
  long modifiedNanos;

  private final Supplier<Attributes> place;

  /**
   * A copy without content.
   *
   * @param place makes the place for attributes, where nothing is yet
   */
  Copy(Supplier<Attributes> place, long nowNanos) {
    this.place = place;
    modifiedNanos = nowNanos;
  }

  /** Whether the epoch supersedes what was promised here, or is just that. */
  boolean acceptsAfter(Set<Epoch> superseded, Epoch epoch) {
    return promised.equals(Epoch.NONE) || promised.equals(epoch) || superseded.contains(promised);
  }

  /**
   * Whether an epoch with that past cannot be in force, whatever was promised here since: it leaves
   * out what this copy has, which was in force.
   *
   * <p>A settled epoch is in the past of each later one that is ever in force, since that needs the
   * consent of every copy of the settled one. A promise does not say the same: it may be one that a
   * take-over got which came to nothing, and whose taker has gone on from something else. When the
   * settled epoch is in that past, but ends earlier than here, then the rest was never
   * acknowledged: what was, all copies of that epoch had, the one included that the taker has gone
   * on from.
   *
   * @param rejected the epochs that were found never to have been in force
   */
  boolean isLeftOutBy(Lineage theirPast, Set<Epoch> rejected) {
    SessionState held = state;
    if (held == null) {
      return false;
    }
    Lineage past = held.lineage.then(position);
    return wasOwned
        ? past.isProtectedFrom(theirPast, everProtected, rejected)
        : settled && past.isProtectedFrom(theirPast, position.sequence(), rejected);
  }

  /** Whether it has content, and the epoch that it has promised is this and goes on from there. */
  boolean follows(Epoch epoch) {
    return promised.equals(epoch) && hasContent() && current;
  }

  boolean isExpired(long nowNanos) {
    return state != null && state.isExpired(nowNanos);
  }

  boolean hasContent() {
    return state != null;
  }

  /** The copy goes: takes its content off the store. */
  void release() {
    setState(null);
  }

  private void setState(@Nullable SessionState next) {
    if (state != null) {
      state.release();
    }
    state = next;
  }

  /**
   * Takes over a whole session.
   *
   * @param installed its content
   */
  void install(Install install, SessionState installed, long nowNanos) {
    SessionContent content = install.getContent();
    position = new Position(Epochs.of(content.getEpoch()), content.getSequence());
    promised = position.epoch();
    seen = Epochs.of(install.getSeenList());
    voided = Epochs.of(install.getVoidedList());
    setState(installed);
    current = true;
    settled = install.getSettled();
    wasOwned = false;
    gaveWay = false;
    owner = content.getOwner() == 0 ? null : new NodeId(content.getOwner());
    copies = nodes(content.getCopiesList());
    former = nodes(content.getFormerList());
    modifiedNanos = nowNanos;
  }

  /**
   * Takes over what this node owned; nothing can be stamped there any more. It may be the only copy
   * with all of it, so what cannot be stored stays in memory.
   */
  void takeFrom(Ownership session, NodeId self, long nowNanos) {
    // Stops the stamps first, so that the copy has all of them.
    session.cell.setPhase(Cell.Phase.GONE);
    SessionContent content = session.cell.content(nowNanos).build();
    setState(stored(content, nowNanos));
    position = new Position(Epochs.of(content.getEpoch()), content.getSequence());
    promised = position.epoch();
    seen = new LinkedHashSet<>(session.seen);
    voided = new LinkedHashSet<>(session.voided);
    current = true;
    settled = session.isSettled();
    wasOwned = true;
    gaveWay = false;
    everProtected = session.cell.everProtected();
    owner = self;
    copies = new LinkedHashSet<>(session.links.keySet());
    copies.add(self);
    former = new LinkedHashSet<>(session.former);
    modifiedNanos = nowNanos;
  }

  private SessionState stored(SessionContent content, long nowNanos) {
    try {
      return SessionState.of(content, nowNanos, place.get());
    } catch (BackupStoreException e) {
      return SessionState.of(content, nowNanos);
    }
  }

  /** Takes over what this node owned, and promises the higher epoch that has fenced it. */
  void fence(Ownership session, Epoch higher, Lineage theirs, SessionContext context) {
    takeFrom(session, context.self(), context.now());
    promised = higher;
    successor = theirs;
    current = false;
    gaveWay = true;
  }

  /**
   * The content is that of an earlier position: nothing was written since, and the epochs since
   * then are not in force.
   */
  void isAt(Position earlier) {
    position = earlier;
    settled = false;
  }

  /** The owner given way to owns the session: does it know that there is a copy here? */
  void isKnownTo(ClaimAnswer owner, NodeId self, long nowNanos) {
    boolean willAsk = owner.getSettled() || owner.getFormerList().contains(self.incarnation());
    gaveWay = gaveWay && !willAsk;
    modifiedNanos = nowNanos;
  }

  /** Promises an epoch, remembers who has the session under it, and forgets the content. */
  void retire(Retire retire, NodeId newOwner, long nowNanos) {
    forget(Epochs.of(retire.getEpoch()), newOwner, nowNanos);
    seen = Epochs.of(retire.getSeenList());
    voided = Epochs.of(retire.getVoidedList());
    successor = Lineage.of(retire.getLineageList());
    copies = nodes(retire.getCopiesList());
    former = nodes(retire.getFormerList());
  }

  /** The content is of no use any more; what was promised stands. */
  void dropContent(long nowNanos) {
    // What the promised epoch goes on from is known all the same.
    successor = past();
    position = Position.NONE;
    setState(null);
    current = false;
    settled = false;
    wasOwned = false;
    modifiedNanos = nowNanos;
  }

  /** Promises an epoch, and forgets the content. */
  void forget(Epoch epoch, @Nullable NodeId newOwner, long nowNanos) {
    promised = epoch;
    seen = Set.of();
    voided = Set.of();
    position = Position.NONE;
    setState(null);
    current = false;
    settled = false;
    wasOwned = false;
    gaveWay = false;
    owner = newOwner;
    copies = Set.of();
    former = Set.of();
    modifiedNanos = nowNanos;
  }

  /**
   * Whether a session that goes on with that past lacks what this copy has, and this node is to
   * answer for it: it owned the session when the copy was last changed, or who did is dead.
   */
  boolean loses(Lineage theirPast, SessionContext context) {
    return answersFor(context) && keptBy(theirPast) < position.sequence();
  }

  private boolean answersFor(SessionContext context) {
    return state != null && !state.ended && (wasOwned || writerIsDead(context));
  }

  private long keptBy(Lineage theirPast) {
    Lineage own = state == null ? Lineage.NONE : state.lineage.then(position);
    long common = own.keptBy(theirPast);
    return wasOwned ? Math.max(common, everProtected) : common;
  }

  /**
   * The session goes on from another copy: reports what that lacks, if this node answers for it.
   */
  void answerForLoss(SessionKey key, Lineage theirPast, SessionContext context) {
    if (loses(theirPast, context)) {
      context
          .losses()
          .record(
              key,
              position.epoch(),
              keptBy(theirPast),
              position.sequence(),
              "the next owner had an older copy");
    }
    wasOwned = false;
  }

  /**
   * Whoever the copy is promised to by now: it was the content's epoch under which it was written.
   */
  private boolean writerIsDead(SessionContext context) {
    return context.membership().isDead(new NodeId(position.epoch().node()));
  }

  /**
   * Whether the epoch cannot go on from this content, although this content was in force: whatever
   * does counts higher.
   */
  boolean rulesOut(Epoch other) {
    return settled
        && !other.equals(position.epoch())
        && other.counter() <= position.epoch().counter();
  }

  /** Tells whoever writes under the epoch that this copy has promised another. */
  Fenced refusal(SessionKey key, Epoch refused) {
    return Fenced.newBuilder()
        .setSession(key.bytes())
        .setRefused(Epochs.toWire(refused))
        .setEpoch(Epochs.toWire(promised))
        .setOwner(owner == null ? 0 : owner.incarnation())
        .addAllLineage(past().toWire())
        .addAllCopies(copies.stream().map(NodeId::incarnation).toList())
        .addAllFormer(former.stream().map(NodeId::incarnation).toList())
        .build();
  }

  /**
   * Tells whoever leaves out what this copy has that the epoch of that was in force. It names no
   * copies of that epoch: those that are named here are of the one that was promised since.
   */
  Fenced refusalOfItsContent(SessionKey key, Epoch refused, SessionState held) {
    return Fenced.newBuilder()
        .setSession(key.bytes())
        .setRefused(Epochs.toWire(refused))
        .setEpoch(Epochs.toWire(position.epoch()))
        .addAllLineage(held.lineage.then(position).toWire())
        .build();
  }

  /** The past that a fenced former owner compares its own with. */
  Lineage past() {
    if (state == null || position.epoch().isBelow(promised)) {
      return successor;
    }
    return state.lineage.then(position);
  }

  Holding holding() {
    SessionState held = state;
    if (held == null) {
      return Holding.NONE;
    }
    return held.ended ? Holding.ENDED : Holding.COPY;
  }

  static Set<NodeId> nodes(List<Long> incarnations) {
    return incarnations.stream()
        .filter(incarnation -> incarnation != 0)
        .map(NodeId::new)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
