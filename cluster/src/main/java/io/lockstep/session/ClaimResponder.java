package io.lockstep.session;

import io.lockstep.sequence.Epoch;
import io.lockstep.sequence.Position;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.Claim;
import io.lockstep.wire.proto.ClaimAnswer;
import io.lockstep.wire.proto.Holding;
import io.lockstep.wire.proto.Raise;
import io.lockstep.wire.proto.RaiseAnswer;
import io.lockstep.wire.proto.SessionContent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Answers nodes that want a session: what is held here, and whether this node consents to a higher
 * epoch. Lives on the loop.
 */
final class ClaimResponder {
  /** A new owner keeps a session at least so long, so that alternating requests do not thrash. */
  private static final Duration MINIMUM_HOLD = Duration.ofSeconds(1);

  private final SessionContext context;
  private final OwnedSessions owned;
  private final BackupRepository repository;
  private final Replicator replicator;
  private final CopyReader reader;
  private final HandOvers handOvers;
  private final TakeOvers takeOvers;
  private final BooleanSupplier isLeaving;

  ClaimResponder(
      SessionContext context,
      OwnedSessions owned,
      BackupRepository repository,
      Replicator replicator,
      CopyReader reader,
      HandOvers handOvers,
      TakeOvers takeOvers,
      BooleanSupplier isLeaving) {
    this.context = context;
    this.owned = owned;
    this.repository = repository;
    this.replicator = replicator;
    this.reader = reader;
    this.handOvers = handOvers;
    this.takeOvers = takeOvers;
    this.isLeaving = isLeaving;
    context.messenger().on(MessageType.CLAIM, this::onClaim);
    context.messenger().on(MessageType.RAISE, this::onRaise);
  }

  // ---- claims ----

  private void onClaim(NodeId taker, Claim claim) {
    if (taker.equals(context.self())) {
      return;
    }
    SessionKey key = SessionKey.of(claim.getSession());
    Ownership mine = owned.get(key);
    if (mine != null) {
      answerAsOwner(taker, claim, mine);
    } else {
      answerAsHolder(taker, claim, repository.get(key));
    }
  }

  private void answerAsOwner(NodeId taker, Claim claim, Ownership mine) {
    Duration held = Duration.ofNanos(context.now() - mine.acquiredNanos);
    Duration remaining = MINIMUM_HOLD.minus(held);
    Position position = mine.cell.position();
    if (claim.getProbes()) {
      noteHolder(mine, taker);
    }
    boolean isHeld = !remaining.isNegative() && !isLeaving.getAsBoolean();
    if (claim.getProbes() || isHeld) {
      context
          .messenger()
          .send(
              taker,
              MessageType.CLAIM_ANSWER,
              answer(claim, Holding.OWNED, position, position.epoch(), context.self())
                  .setRetryAfterMs(Math.max(1, remaining.toMillis() + 1))
                  .setSettled(mine.isSettled())
                  .addAllFormer(mine.former.stream().map(NodeId::incarnation).toList())
                  .build());
      return;
    }
    handOvers.begin(mine, () -> answerAsHolder(taker, claim, repository.get(mine.cell.key)));
  }

  /** Who asks only to know holds something of the session: it is to forget that. */
  private void noteHolder(Ownership mine, NodeId holder) {
    if (mine.isSettled() && !mine.links.containsKey(holder)) {
      mine.addOutcast(holder);
      replicator.watch(mine);
    }
  }

  private void answerAsHolder(NodeId taker, Claim claim, @Nullable Copy copy) {
    ClaimAnswer.Builder answer;
    if (copy == null || copy.state == null) {
      Epoch promised = copy == null ? Epoch.NONE : copy.promised;
      answer =
          answer(claim, Holding.NONE, Position.NONE, promised, copy == null ? null : copy.owner);
    } else {
      answer =
          answer(claim, copy.holding(), copy.position, copy.promised, copy.owner)
              .setSettled(copy.settled);
    }
    answer.addAllMembers(context.membership().expectedIncarnations());
    if (copy != null) {
      copy.copies.forEach(node -> answer.addCopies(node.incarnation()));
      copy.former.forEach(node -> answer.addFormer(node.incarnation()));
      answer.addAllSeen(Epochs.toWire(copy.seen));
      answer.addAllVoided(Epochs.toWire(copy.voided));
      answer.addAllDead(deadAmong(copy.copies, copy.former));
    }
    context.messenger().send(taker, MessageType.CLAIM_ANSWER, answer.build());
  }

  private static ClaimAnswer.Builder answer(
      Claim claim, Holding holding, Position position, Epoch promised, @Nullable NodeId owner) {
    return ClaimAnswer.newBuilder()
        .setSession(claim.getSession())
        .setClaim(claim.getClaim())
        .setHolding(holding)
        .setEpoch(Epochs.toWire(position.epoch()))
        .setSequence(position.sequence())
        .setPromised(Epochs.toWire(promised))
        .setOwner(owner == null ? 0 : owner.incarnation());
  }

  private List<Long> deadAmong(Set<NodeId> copies, Set<NodeId> former) {
    return Stream.concat(copies.stream(), former.stream())
        .filter(node -> context.membership().isDead(node))
        .map(NodeId::incarnation)
        .toList();
  }

  // ---- raises ----

  private void onRaise(NodeId taker, Raise raise) {
    SessionKey key = SessionKey.of(raise.getSession());
    Epoch epoch = Epochs.of(raise.getEpoch());
    context.membership().learnDead(raise.getDeadList(), taker);
    if (owned.get(key) != null) {
      // Alive and owning: the taker asks again, and gets the session handed over.
      refuse(taker, raise);
      return;
    }
    Copy copy = repository.getOrCreate(key, context.now());
    boolean repeated = copy.promised.equals(epoch);
    boolean unseen = !copy.acceptsAfter(Epochs.of(raise.getSeenList()), epoch);
    if (!repeated && (unseen || stillHearsOwner(copy, raise) || isAhead(copy, raise))) {
      refuse(taker, raise);
      return;
    }
    if (!repeated) {
      promise(copy, raise, taker, context.now());
      takeOvers.outbid(key, epoch);
    }
    consent(taker, raise, copy);
  }

  private boolean stillHearsOwner(Copy copy, Raise raise) {
    return !raise.getOwnerYields()
        && copy.owner != null
        && !copy.owner.equals(context.self())
        && context.membership().isTrusted(copy.owner);
  }

  /**
   * Whether the taker has overlooked that this copy has come further than the one it goes on from,
   * under an epoch that it does not call void.
   */
  private static boolean isAhead(Copy copy, Raise raise) {
    var base = new Position(Epochs.of(raise.getBaseEpoch()), raise.getBaseSequence());
    return copy.hasContent()
        && (copy.position.compareTo(base) > 0 || copy.rulesOut(base.epoch()))
        && !Epochs.of(raise.getVoidedList()).contains(copy.position.epoch());
  }

  /** Makes the promise; also used by a taker for what it holds itself. */
  static void promise(Copy copy, Raise raise, NodeId taker, long nowNanos) {
    var base = new Position(Epochs.of(raise.getBaseEpoch()), raise.getBaseSequence());
    copy.promised = Epochs.of(raise.getEpoch());
    copy.seen = Epochs.of(raise.getSeenList());
    copy.voided = Epochs.of(raise.getVoidedList());
    copy.current = copy.hasContent() && copy.position.equals(base);
    copy.successor = Lineage.of(raise.getLineageList());
    copy.owner = taker;
    copy.gaveWay = false;
    copy.copies = Copy.nodes(raise.getCopiesList());
    copy.former = Copy.nodes(raise.getFormerList());
    copy.modifiedNanos = nowNanos;
  }

  private void consent(NodeId taker, Raise raise, Copy copy) {
    Optional<SessionContent.Builder> content =
        raise.getWantsContent()
            ? reader.read(
                SessionKey.of(raise.getSession()),
                copy,
                state -> state.toContent(copy.position, context.now()))
            : Optional.empty();
    // Without content when that could not be read, so that the taker looks for another.
    RaiseAnswer.Builder answer = answer(raise, copy).setConsents(true);
    content.ifPresent(answer::setContent);
    context.messenger().send(taker, MessageType.RAISE_ANSWER, answer.build());
  }

  private void refuse(NodeId taker, Raise raise) {
    Copy copy = repository.get(SessionKey.of(raise.getSession()));
    RaiseAnswer.Builder answer = copy == null ? answer(raise) : answer(raise, copy);
    context.messenger().send(taker, MessageType.RAISE_ANSWER, answer.build());
  }

  private RaiseAnswer.Builder answer(Raise raise, Copy copy) {
    return answer(raise)
        .setHeldEpoch(Epochs.toWire(copy.position.epoch()))
        .setHeldSequence(copy.position.sequence())
        .addAllDead(deadAmong(copy.copies, copy.former));
  }

  private static RaiseAnswer.Builder answer(Raise raise) {
    return RaiseAnswer.newBuilder()
        .setSession(raise.getSession())
        .setClaim(raise.getClaim())
        .setEpoch(raise.getEpoch());
  }
}
