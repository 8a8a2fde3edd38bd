package io.lockstep.session;

import io.lockstep.sequence.Epoch;
import io.lockstep.sequence.Position;
import io.lockstep.session.Found.Held;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.proto.Raise;
import io.lockstep.wire.proto.RaiseAnswer;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The second half of a take-over: which epoch is asked for, of whom, who has consented, and the
 * content.
 */
final class Raising {
  private static final long MOST_MISSED_EPOCHS = 10_000;

  final Epoch epoch;

  /** The epochs that any copy had promised before. */
  final Set<Epoch> seen;

  /** The highest of them that is known to have been in force. */
  final Epoch settledEpoch;

  /** The position of the content that the new owner goes on from. */
  final Position base;

  /** Who sends the content; null when this node has it. */
  final @Nullable NodeId source;

  /** Whose consent is asked for. */
  final Set<NodeId> asked;

  /** The superseded epochs that were never in force. */
  final Set<Epoch> voided;

  /** Who holds something under such an epoch. */
  final Set<NodeId> outcasts;

  private final Raise raise;
  private final Set<NodeId> kept;

  /** Who held the content under the epoch that was in force last, if that is known. */
  private final Set<NodeId> holders;

  private final Set<NodeId> consented = new LinkedHashSet<>();
  private final Set<NodeId> exact = new LinkedHashSet<>();
  private @Nullable SessionState state;

  /**
   * @param knownEpoch the epoch counter that the client has seen: whoever else wrote under it is
   *     found out when the client comes there with the one that begins now. One that no session can
   *     have reached meanwhile does not count
   */
  Raising(
      SessionKey key,
      long claimId,
      SessionContext context,
      Holdings holdings,
      Found found,
      Held best,
      Copy local,
      long knownEpoch) {
    NodeId self = context.self();
    boolean isHere = best.node().equals(self);
    seen = found.promises();
    settledEpoch = found.settledEpoch();
    long highest = found.highestCounter();
    long client = canHaveSeen(knownEpoch, highest) ? knownEpoch : 0;
    epoch = Epochs.above(seen, Math.max(client, local.abandoned.counter()), self);
    base = best.position();
    source = isHere ? null : best.node();
    state = isHere ? local.state : null;
    kept = holdings.keepable(found, best, context.settings().backups());
    holders = found.isInForce(best) ? best.named() : Set.of();
    asked = holdings.required(found);
    asked.addAll(kept);
    asked.add(best.node());
    asked.remove(self);
    outcasts = found.voidHolders();
    outcasts.removeAll(asked);
    outcasts.remove(self);
    voided = found.voided();
    Lineage past = isHere && state != null ? state.lineage : Lineage.NONE;
    Raise.Builder message =
        Raise.newBuilder()
            .setSession(key.bytes())
            .setClaim(claimId)
            .addAllSeen(Epochs.toWire(seen))
            .addAllVoided(Epochs.toWire(voided))
            .setBaseEpoch(Epochs.toWire(base.epoch()))
            .setBaseSequence(base.sequence())
            .setEpoch(Epochs.toWire(epoch))
            .addAllLineage(past.then(base).toWire())
            .addCopies(self.incarnation())
            .addAllDead(holdings.deadOnes(found));
    kept.forEach(node -> message.addCopies(node.incarnation()));
    asked.stream()
        .filter(node -> !kept.contains(node))
        .forEach(node -> message.addFormer(node.incarnation()));
    raise = message.build();
  }

  /** Whether a client can have seen that epoch counter, which is above the one found. */
  static boolean canHaveSeen(long knownEpoch, long found) {
    return knownEpoch > found && knownEpoch - found <= MOST_MISSED_EPOCHS;
  }

  /** The request as this node makes it to itself. */
  Raise raise() {
    return raise;
  }

  Raise raiseFor(NodeId node, boolean ownerYields) {
    return raise.toBuilder()
        .setWantsContent(node.equals(source) && state == null)
        .setOwnerYields(ownerYields)
        .build();
  }

  boolean hasConsented(NodeId node) {
    return consented.contains(node);
  }

  boolean isTold() {
    return !consented.isEmpty();
  }

  /**
   * Takes a consent in.
   *
   * @return false when the content it should have brought is not the one that was chosen
   */
  boolean consent(NodeId node, RaiseAnswer answer, long nowNanos) {
    var held = new Position(Epochs.of(answer.getHeldEpoch()), answer.getHeldSequence());
    if (node.equals(source) && state == null) {
      if (!answer.hasContent() || !held.equals(base)) {
        return false;
      }
      state = SessionState.of(answer.getContent(), nowNanos);
    }
    consented.add(node);
    if (held.equals(base)) {
      exact.add(node);
    }
    return true;
  }

  /** The content, once it is here. */
  @Nullable SessionState state() {
    return state;
  }

  /** Those that were asked and have not answered. */
  Set<NodeId> silent() {
    var silent = new LinkedHashSet<>(asked);
    silent.removeAll(consented);
    return silent;
  }

  /** The backups that go on as such. */
  Set<NodeId> remaining() {
    var remaining = new LinkedHashSet<>(kept);
    remaining.retainAll(exact);
    return remaining;
  }

  /** Those of the holders that go with this node, which may be one itself. */
  Set<NodeId> witnesses(NodeId self) {
    var witnesses = new LinkedHashSet<>(holders);
    witnesses.removeIf(node -> !node.equals(self) && !consented.contains(node));
    return witnesses;
  }

  /** The others: each must forget the session, or be dead. */
  Set<NodeId> former() {
    var former = new LinkedHashSet<>(asked);
    former.removeAll(remaining());
    return former;
  }
}
