package io.lockstep.session;

import io.lockstep.membership.Member.Suspicion;
import io.lockstep.sequence.Epoch;
import io.lockstep.sequence.Position;
import io.lockstep.time.Timer;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.Claim;
import io.lockstep.wire.proto.ClaimAnswer;
import io.lockstep.wire.proto.Holding;
import io.lockstep.wire.proto.Raise;
import io.lockstep.wire.proto.RaiseAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One session's way to this node. First all members are asked what they hold; then the copies that
 * the highest epoch names are asked to consent to a higher one, and the furthest content is
 * fetched. The session is this node's when each of these copies has consented or is dead; when some
 * are only suspected, it is served as unprotected until then.
 *
 * <p>Lives on the loop. Ends by itself with an outcome, or is cancelled when nobody waits any more.
 */
final class TakeOver {
  private static final Duration RETRY = Duration.ofMillis(100);
  private static final Duration QUICK_RETRY = Duration.ofMillis(20);
  private static final int QUICK_RETRIES = 3;

  private final SessionContext context;
  private final OwnedSessions owned;
  private final BackupRepository repository;
  private final Replicator replicator;
  private final SessionKey key;
  private final Consumer<Outcome> whenDone;
  private final List<CompletableFuture<Optional<Ownership>>> waiting = new ArrayList<>();
  private final Map<NodeId, ClaimAnswer> answers = new HashMap<>();
  private final Set<NodeId> provoked = new HashSet<>();
  private long claimId;
  private @Nullable Raising raising;
  private @Nullable Timer retry;
  private int retries;
  private boolean done;

  /**
   * What a take-over came to.
   *
   * @param state the content to go on from; null: there is no such session, or this node owns it
   *     already
   * @param position the first position under the new epoch
   * @param seen the highest epoch that any copy had promised before
   * @param kept backups that have exactly this content
   * @param former copies that have neither become backups nor died
   * @param told whether another node was told of the new epoch
   */
  record Outcome(
      @Nullable SessionState state,
      Position position,
      Epoch seen,
      Set<NodeId> kept,
      Set<NodeId> former,
      boolean told) {
    static Outcome nothing() {
      return new Outcome(null, new Position(Epoch.NONE, 0), Epoch.NONE, Set.of(), Set.of(), false);
    }
  }

  /** The second half: which epoch is asked for, of whom, and who has consented. */
  private static final class Raising {
    final Raise raise;
    final Epoch epoch;
    final Epoch seen;
    final Position base;
    final @Nullable NodeId source;
    final Set<NodeId> kept;
    final Set<NodeId> asked;
    final Set<NodeId> consented = new HashSet<>();
    final Set<NodeId> exact = new HashSet<>();
    @Nullable SessionState state;

    Raising(
        Raise raise,
        Epoch seen,
        Position base,
        @Nullable NodeId source,
        Set<NodeId> kept,
        Set<NodeId> asked) {
      this.raise = raise;
      this.epoch = Epochs.of(raise.getEpoch());
      this.seen = seen;
      this.base = base;
      this.source = source;
      this.kept = kept;
      this.asked = asked;
    }
  }

  TakeOver(
      SessionContext context,
      OwnedSessions owned,
      BackupRepository repository,
      Replicator replicator,
      SessionKey key,
      Consumer<Outcome> whenDone) {
    this.context = context;
    this.owned = owned;
    this.repository = repository;
    this.replicator = replicator;
    this.key = key;
    this.whenDone = whenDone;
  }

  // ---- those who wait ----

  void add(CompletableFuture<Optional<Ownership>> waiter) {
    waiting.add(waiter);
  }

  boolean withdraw(CompletableFuture<Optional<Ownership>> waiter) {
    return waiting.removeIf(other -> other == waiter);
  }

  boolean isUnwanted() {
    return waiting.isEmpty();
  }

  void complete(Optional<Ownership> result) {
    waiting.forEach(waiter -> waiter.complete(result));
    waiting.clear();
  }

  void fail(String reason) {
    cancel();
    waiting.forEach(
        waiter ->
            waiter.completeExceptionally(
                new SessionUnavailableException(reason, Duration.ofSeconds(1))));
    waiting.clear();
  }

  void cancel() {
    done = true;
    if (retry != null) {
      retry.cancel();
    }
  }

  private void finish(Outcome outcome) {
    cancel();
    whenDone.accept(outcome);
  }

  // ---- asking who holds it ----

  void start() {
    gather();
  }

  private void gather() {
    raising = null;
    answers.clear();
    retries = 0;
    claimId = context.loop().random().nextLong();
    context.messenger().broadcast(MessageType.CLAIM, claim());
    evaluate();
    again(RETRY);
  }

  private Claim claim() {
    return Claim.newBuilder()
        .setSession(key.bytes())
        .setClaim(claimId)
        .setProbes(owned.get(key) != null)
        .build();
  }

  private void again(Duration delay) {
    if (retry != null) {
      retry.cancel();
    }
    if (!done) {
      retry = context.loop().schedule(delay, this::ask);
    }
  }

  /** Asks again whoever has not answered. */
  private void ask() {
    if (done) {
      return;
    }
    Raising current = raising;
    if (current != null) {
      current.asked.stream()
          .filter(node -> !current.consented.contains(node))
          .forEach(node -> context.messenger().send(node, MessageType.RAISE, raiseFor(node)));
    } else {
      answers.values().removeIf(answer -> answer.getHolding() == Holding.OWNED);
      Stream.concat(
              context.membership().members().stream().map(member -> member.id()),
              missing(newest(holdings())).stream())
          .distinct()
          .filter(node -> !answers.containsKey(node))
          .forEach(node -> context.messenger().send(node, MessageType.CLAIM, claim()));
    }
    evaluate();
    again(retries++ < QUICK_RETRIES ? QUICK_RETRY : RETRY);
  }

  void onAnswer(NodeId sender, ClaimAnswer answer) {
    if (done || raising != null || answer.getClaim() != claimId) {
      return;
    }
    context.membership().learnDead(answer.getDeadList(), sender);
    if (done) {
      return;
    }
    answers.put(sender, answer);
    if (answer.getHolding() == Holding.OWNED && owned.get(key) == null) {
      again(Duration.ofMillis(Math.min(1000, answer.getRetryAfterMs())));
    }
    evaluate();
  }

  /** Looks whether what is known by now decides what to do next. */
  void evaluate() {
    if (done || !context.membership().isSynchronised()) {
      return;
    }
    Ownership mine = owned.get(key);
    if (raising != null) {
      completeRaise();
    } else if (mine == null) {
      decide();
    } else if (mine.cell.phase() == Cell.Phase.OWNED) {
      validate(mine);
    }
  }

  private void decide() {
    boolean isOwned =
        answers.values().stream().anyMatch(answer -> answer.getHolding() == Holding.OWNED);
    if (isOwned) {
      return;
    }
    List<Held> holdings = holdings();
    Held newest = newest(holdings);
    Held best =
        holdings.stream()
            .filter(held -> held.holding != Holding.NONE)
            .max(Comparator.comparing(Held::position))
            .orElse(null);
    if (best == null || newest == null) {
      if (allHaveAnswered()) {
        finish(Outcome.nothing());
      }
      return;
    }
    Set<NodeId> missing = missing(newest);
    missing.addAll(missing(best));
    if (!missing.isEmpty()) {
      provoke(missing);
    }
    if (!missing.isEmpty() && !mayGoWithout(missing)) {
      return;
    }
    if (best.holding == Holding.ENDED) {
      finish(Outcome.nothing());
    } else {
      raise(holdings, newest, best);
    }
  }

  /** A frame to a node that is gone makes the transport say so. */
  private void provoke(Set<NodeId> missing) {
    missing.stream()
        .filter(provoked::add)
        .forEach(node -> context.messenger().send(node, MessageType.CLAIM, claim()));
  }

  private boolean mayGoWithout(Set<NodeId> missing) {
    return context.membership().mayJudge()
        && missing.stream().noneMatch(node -> context.membership().isTrusted(node));
  }

  /** "No such session" is only said when every member has said so. */
  private boolean allHaveAnswered() {
    return context.membership().isConnected()
        && context.membership().members().stream()
            .allMatch(member -> answers.containsKey(member.id()));
  }

  /** What one node holds, this one included. */
  private record Held(
      NodeId node, Holding holding, Position position, Epoch promised, Set<NodeId> required) {}

  private List<Held> holdings() {
    var holdings = new ArrayList<Held>();
    answers.forEach((node, answer) -> holdings.add(held(node, answer)));
    Copy copy = repository.get(key);
    if (copy != null) {
      Holding holding =
          copy.state == null ? Holding.NONE : copy.state.ended ? Holding.ENDED : Holding.COPY;
      holdings.add(
          new Held(
              context.self(),
              holding,
              copy.position,
              copy.promised,
              union(copy.copies, copy.former)));
    }
    return holdings;
  }

  private static Held held(NodeId node, ClaimAnswer answer) {
    return new Held(
        node,
        answer.getHolding(),
        new Position(Epochs.of(answer.getEpoch()), answer.getSequence()),
        Epochs.of(answer.getPromised()),
        union(Copy.nodes(answer.getCopiesList()), Copy.nodes(answer.getFormerList())));
  }

  private static Set<NodeId> union(Set<NodeId> one, Set<NodeId> other) {
    var union = new LinkedHashSet<>(one);
    union.addAll(other);
    return union;
  }

  /** The holding under the highest epoch promised: it names whose consent is needed. */
  private static @Nullable Held newest(List<Held> holdings) {
    return holdings.stream()
        .max(Comparator.comparing(Held::promised).thenComparing(Held::position))
        .orElse(null);
  }

  private Set<NodeId> missing(@Nullable Held newest) {
    var missing = new LinkedHashSet<NodeId>();
    if (newest != null) {
      missing.addAll(newest.required);
      missing.remove(context.self());
      missing.removeIf(node -> answers.containsKey(node) || context.membership().isDead(node));
    }
    return missing;
  }

  // ---- a session that is owned here, and may be so no more ----

  /** The client, or a silence, says that another node may own the session by now. */
  private void validate(Ownership mine) {
    Epoch own = mine.cell.position().epoch();
    Optional<Held> higher =
        holdings().stream().filter(held -> own.isBelow(held.promised)).findFirst();
    if (higher.isPresent()) {
      // Its holder refuses this probe, and says up to where it has what was written here.
      replicator.probe(mine, higher.get().node);
    } else if (allHaveAnswered()) {
      finish(Outcome.nothing());
    }
  }

  // ---- raising ----

  private void raise(List<Held> holdings, Held newest, Held best) {
    Epoch seen =
        holdings.stream().map(Held::promised).max(Comparator.naturalOrder()).orElse(Epoch.NONE);
    Epoch epoch = seen.raisedBy(context.self().incarnation());
    Set<NodeId> kept = chooseKept(holdings, newest, best);
    var required = new LinkedHashSet<>(newest.required);
    required.addAll(best.required);
    required.add(best.node);
    required.addAll(kept);
    required.remove(context.self());
    required.removeIf(context.membership()::isDead);
    Copy local = repository.getOrCreate(key, context.now());
    Lineage past = best.node.equals(context.self()) ? lineageOf(local) : Lineage.NONE;
    Raise.Builder raise =
        Raise.newBuilder()
            .setSession(key.bytes())
            .setClaim(claimId)
            .setSeenEpoch(Epochs.toWire(seen))
            .setBaseEpoch(Epochs.toWire(best.position.epoch()))
            .setBaseSequence(best.position.sequence())
            .setEpoch(Epochs.toWire(epoch))
            .addAllLineage(past.then(best.position).toWire())
            .addCopies(context.self().incarnation());
    kept.forEach(node -> raise.addCopies(node.incarnation()));
    required.stream()
        .filter(node -> !kept.contains(node))
        .forEach(node -> raise.addFormer(node.incarnation()));
    NodeId source = best.node.equals(context.self()) ? null : best.node;
    var started = new Raising(raise.build(), seen, best.position, source, kept, required);
    started.state = source == null ? local.state : null;
    ClaimResponder.promise(local, started.raise, context.self());
    raising = started;
    retries = 0;
    required.forEach(node -> context.messenger().send(node, MessageType.RAISE, raiseFor(node)));
    completeRaise();
    again(QUICK_RETRY);
  }

  private static Lineage lineageOf(Copy copy) {
    return copy.state == null ? Lineage.NONE : copy.state.lineage;
  }

  /** Copies with exactly the best content stay backups; those of the newest configuration first. */
  private Set<NodeId> chooseKept(List<Held> holdings, Held newest, Held best) {
    var kept = new LinkedHashSet<NodeId>();
    holdings.stream()
        .filter(held -> held.holding == Holding.COPY && held.position.equals(best.position))
        .map(Held::node)
        .filter(node -> !node.equals(context.self()) && context.membership().isTrusted(node))
        .sorted(
            Comparator.comparing((NodeId node) -> !newest.required.contains(node))
                .thenComparing(this::isOwnerOfOld))
        .limit(context.settings().backups())
        .forEach(kept::add);
    return kept;
  }

  /** The node that let the session go stays a backup only when no other copy is there. */
  private boolean isOwnerOfOld(NodeId node) {
    ClaimAnswer answer = answers.get(node);
    return answer != null && answer.getOwner() == node.incarnation();
  }

  private Raise raiseFor(NodeId node) {
    Raising current = raising;
    if (current == null) {
      throw new IllegalStateException("Nothing is being raised");
    }
    return current.raise.toBuilder()
        .setWantsContent(node.equals(current.source) && current.state == null)
        .setOwnerYields(ownerYields())
        .build();
  }

  /** Whether there is more than this node's own patience to say that the owner has let go. */
  private boolean ownerYields() {
    return holdings().stream()
        .map(held -> answers.get(held.node))
        .filter(answer -> answer != null && answer.getOwner() != 0)
        .map(answer -> new NodeId(answer.getOwner()))
        .allMatch(owner -> answers.containsKey(owner) || hasEnded(owner));
  }

  private boolean hasEnded(NodeId owner) {
    var member = context.membership().member(owner);
    return owner.equals(context.self())
        || context.membership().isDead(owner)
        || (member != null && member.suspicion() == Suspicion.UNREACHABLE);
  }

  void onRaiseAnswer(NodeId sender, RaiseAnswer answer) {
    Raising current = raising;
    if (done
        || current == null
        || answer.getClaim() != claimId
        || !current.epoch.equals(Epochs.of(answer.getEpoch()))) {
      return;
    }
    if (!answer.getConsents()) {
      restart();
      return;
    }
    current.consented.add(sender);
    var held = new Position(Epochs.of(answer.getHeldEpoch()), answer.getHeldSequence());
    if (held.equals(current.base)) {
      current.exact.add(sender);
    }
    if (sender.equals(current.source) && current.state == null) {
      if (!answer.hasContent() || !held.equals(current.base)) {
        restart();
        return;
      }
      current.state = SessionState.of(answer.getContent(), context.now());
    }
    completeRaise();
  }

  /**
   * Another taker was faster somewhere: begins anew, after a moment that differs from node to node.
   */
  private void restart() {
    raising = null;
    answers.clear();
    claimId = context.loop().random().nextLong();
    if (retry != null) {
      retry.cancel();
    }
    Duration pause = Duration.ofMillis(10 + context.loop().random().nextInt(50));
    retry =
        context
            .loop()
            .schedule(
                pause,
                () -> {
                  if (!done) {
                    gather();
                  }
                });
  }

  void outbid(Epoch epoch) {
    Raising current = raising;
    if (current != null && current.epoch.isBelow(epoch)) {
      restart();
    }
  }

  private void completeRaise() {
    Raising current = raising;
    if (current == null) {
      return;
    }
    Set<NodeId> silent = new LinkedHashSet<>(current.asked);
    silent.removeAll(current.consented);
    silent.removeIf(context.membership()::isDead);
    if (!silent.isEmpty() && !mayGoWithout(silent)) {
      return;
    }
    if (current.state == null) {
      NodeId source = current.source;
      if (source != null && (silent.contains(source) || context.membership().isDead(source))) {
        restart();
      }
      return;
    }
    Copy local = repository.get(key);
    if (local == null || !local.promised.equals(current.epoch)) {
      restart();
      return;
    }
    succeed(current);
  }

  private void succeed(Raising current) {
    var kept = new LinkedHashSet<>(current.kept);
    kept.retainAll(current.exact);
    var former = new LinkedHashSet<>(current.asked);
    former.removeAll(kept);
    former.removeIf(context.membership()::isDead);
    SessionState state = current.state;
    if (state == null) {
      throw new IllegalStateException("A take-over without content");
    }
    state.lineage = state.lineage.then(current.base);
    var outcome =
        new Outcome(
            state,
            new Position(current.epoch, current.base.sequence()),
            current.seen,
            kept,
            former,
            !current.consented.isEmpty());
    repository.remove(key);
    finish(outcome);
  }
}
