package io.lockstep.session;

import io.lockstep.sequence.Epoch;
import io.lockstep.sequence.Position;
import io.lockstep.session.Found.Held;
import io.lockstep.time.Timer;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.ClaimAnswer;
import io.lockstep.wire.proto.Holding;
import io.lockstep.wire.proto.RaiseAnswer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
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
  private static final int DOUBLINGS = 4;

  /** That an owner has let go may only show in the second round. */
  private static final int ADOPTION_RESTARTS = 2;

  private static final long LONGEST_PAUSE_MS = 50 << DOUBLINGS;

  private final SessionContext context;
  private final OwnedSessions owned;
  private final BackupRepository repository;
  private final CopyReader reader;
  private final Replicator replicator;
  private final SessionKey key;
  private final Consumer<TakeOverOutcome> whenDone;
  private final TakeOverWaiters waiting = new TakeOverWaiters();
  private final Holdings holdings;
  private final ClaimRound claims;
  private long knownEpoch;
  private @Nullable Raising raising;
  private Epoch promisedAtStart = Epoch.NONE;
  private @Nullable Timer retry;
  private int retries;
  private int restarts;
  private boolean done;

  /**
   * Nobody waits for it: the session is taken over because it has no owner, and left alone when it
   * has one after all.
   */
  private boolean adopts;

  /** Whether all members have said, in one round since the last change, that they have nothing. */
  private boolean foundNothing;

  private long foundNothingNanos;

  TakeOver(
      SessionContext context,
      OwnedSessions owned,
      BackupRepository repository,
      CopyReader reader,
      Replicator replicator,
      SessionKey key,
      boolean adopts,
      Consumer<TakeOverOutcome> whenDone) {
    this.context = context;
    this.owned = owned;
    this.repository = repository;
    this.reader = reader;
    this.replicator = replicator;
    this.key = key;
    this.adopts = adopts;
    this.whenDone = whenDone;
    this.holdings = new Holdings(context, repository, key);
    this.claims = new ClaimRound(context, key, holdings);
  }

  // ---- those who wait ----

  /**
   * Adds one who waits.
   *
   * @param epoch the highest epoch counter that its client has seen
   */
  void add(CompletableFuture<Optional<Ownership>> waiter, long epoch) {
    waiting.add(waiter);
    knownEpoch = Math.max(knownEpoch, epoch);
    if (adopts) {
      adopts = false;
      if (raising == null) {
        start();
      }
    }
  }

  boolean withdraw(CompletableFuture<Optional<Ownership>> waiter) {
    return waiting.remove(waiter);
  }

  boolean isDone() {
    return done;
  }

  boolean adopts() {
    return adopts;
  }

  boolean isUnwanted() {
    return waiting.isEmpty();
  }

  void complete(Optional<Ownership> result) {
    waiting.complete(result);
  }

  void fail(String reason) {
    cancel();
    waiting.fail(new SessionUnavailableException(reason, Duration.ofSeconds(1)));
  }

  void cancel() {
    done = true;
    cancelRetry();
  }

  private void cancelRetry() {
    if (retry != null) {
      retry.cancel();
    }
  }

  private void finish(TakeOverOutcome outcome) {
    cancel();
    whenDone.accept(outcome);
  }

  // ---- asking who holds it ----

  /** Begins, or begins anew: asks all members what they hold. */
  void start() {
    if (done) {
      return;
    }
    raising = null;
    holdings.clear();
    promisedAtStart = promisedHere();
    retries = 0;
    claims.begin(adopts || owned.get(key) != null);
    // Before it is decided, which may end in another pause.
    again(RETRY);
    evaluate();
  }

  private void again(Duration delay) {
    cancelRetry();
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
      current.silent().forEach(context.membership()::miss);
      sendRaises(current, current.silent());
    } else {
      claims.askAgain(adopts || owned.get(key) != null);
    }
    again(retries++ < QUICK_RETRIES ? QUICK_RETRY : RETRY);
    evaluate();
  }

  void onAnswer(NodeId sender, ClaimAnswer answer) {
    if (isStale(answer)) {
      return;
    }
    context.membership().hearOf(answer.getMembersList());
    context.membership().learnDead(answer.getDeadList(), sender);
    if (isStale(answer)) {
      return;
    }
    holdings.add(sender, answer);
    if (answer.getHolding() == Holding.OWNED && owned.get(key) == null) {
      if (adopts) {
        onOtherOwner(sender, answer);
        cancel();
        return;
      }
      again(Duration.ofMillis(Math.min(1000, answer.getRetryAfterMs())));
    }
    evaluate();
  }

  private boolean isStale(ClaimAnswer answer) {
    return done || raising != null || !claims.isCurrent(answer.getClaim());
  }

  /**
   * The copy here is no orphan, its session has an owner. If that is another than the copy says, it
   * may not know of the copy, and one of the two has to give way.
   */
  private void onOtherOwner(NodeId owner, ClaimAnswer answer) {
    Copy copy = repository.get(key);
    if (copy == null) {
      return;
    }
    if (owner.equals(copy.owner)) {
      copy.isKnownTo(answer, context.self(), context.now());
    } else if (!copy.hasContent() && context.self().equals(copy.owner)) {
      copy.owner = owner;
    } else if (copy.hasContent() && !copy.promised.equals(Epochs.of(answer.getEpoch()))) {
      Epoch epoch = Epochs.of(answer.getEpoch());
      context.messenger().send(owner, MessageType.FENCED, copy.refusal(key, epoch));
    }
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

  private Epoch promisedHere() {
    Copy copy = repository.get(key);
    return copy == null ? Epoch.NONE : copy.promised;
  }

  private void decide() {
    if (!promisedHere().equals(promisedAtStart)) {
      // The answers are older than what this node has promised to another since.
      restart();
      return;
    }
    if (holdings.isOwned() || (adopts && !holdings.trustedHaveAnswered())) {
      // Whoever adopts need not hurry, and his copy may name none of those who went on without it.
      return;
    }
    Found found = holdings.found();
    Optional<Held> best = found.best();
    if (best.isEmpty()) {
      if (holdings.allHaveAnswered()) {
        findNothing();
      }
      return;
    }
    Set<NodeId> missing = holdings.missing(found);
    claims.provoke(missing);
    if (!mayGoWithout(missing) || holdings.mayLackMore(found, knownEpoch)) {
      return;
    }
    if (best.get().holding() == Holding.ENDED) {
      finish(TakeOverOutcome.nothing());
    } else {
      raise(found, best.get());
    }
  }

  /**
   * All have answered that they have nothing, but not at one moment: a copy may have moved from who
   * had not answered yet to who had. So all are asked twice.
   */
  private void findNothing() {
    if (!foundNothing) {
      foundNothing = true;
      foundNothingNanos = context.now();
      start();
    } else if (context.membership().members().isEmpty()
        && context.now() - foundNothingNanos < QUICK_RETRY.toNanos()) {
      // Whoever knows nobody may have been cut off until now: others hear the question all the
      // same.
      again(QUICK_RETRY);
    } else {
      finish(TakeOverOutcome.nothing());
    }
  }

  /** Who is a member, suspected or dead has changed. */
  void membershipChanged() {
    foundNothing = false;
    evaluate();
  }

  /**
   * Whether the words that are missing need not be waited for. A node whose own transport is down
   * takes nothing over, even when it knew before that nobody else has a say.
   */
  private boolean mayGoWithout(Set<NodeId> missing) {
    return missing.isEmpty()
        ? context.membership().isConnected()
        : context.membership().mayJudge()
            && missing.stream().noneMatch(context.membership()::isTrusted);
  }

  // ---- a session that is owned here, and may be so no more ----

  /** The client says that another node may own the session by now. */
  private void validate(Ownership mine) {
    Epoch own = mine.cell.position().epoch();
    Optional<Held> higher =
        holdings.found().all().stream().filter(held -> own.isBelow(held.promised())).findFirst();
    if (higher.isPresent()) {
      // Its holder refuses this probe, and says up to where it has what was written here.
      replicator.probe(mine, higher.get().node());
    } else if (holdings.isAllThatCounts()) {
      if (!holdings.allHaveAnswered() && Raising.canHaveSeen(knownEpoch, own.counter())) {
        // The other server served the client alone, so that only one of the two can go on.
        replicator.assigner().raiseAbove(mine, knownEpoch);
      }
      finish(TakeOverOutcome.nothing());
    }
  }

  // ---- raising ----

  private void raise(Found found, Held best) {
    Copy local = repository.getOrCreate(key, context.now());
    var started = new Raising(key, claims.id(), context, holdings, found, best, local, knownEpoch);
    ClaimResponder.promise(local, started.raise(), context.self(), context.now());
    raising = started;
    retries = 0;
    sendRaises(started, started.asked);
    again(QUICK_RETRY);
    completeRaise();
  }

  private void sendRaises(Raising current, Set<NodeId> nodes) {
    boolean ownerYields = holdings.ownerYields();
    nodes.forEach(
        node ->
            context.messenger().send(node, MessageType.RAISE, current.raiseFor(node, ownerYields)));
  }

  void onRaiseAnswer(NodeId sender, RaiseAnswer answer) {
    Raising current = raising;
    if (done
        || current == null
        || !claims.isCurrent(answer.getClaim())
        || !current.epoch.equals(Epochs.of(answer.getEpoch()))
        || current.hasConsented(sender)) {
      return;
    }
    if (answer.getConsents() && current.consent(sender, answer, context.now())) {
      completeRaise();
    } else {
      restart();
    }
  }

  /**
   * Another taker was faster somewhere: begins anew, after a moment that differs from node to node,
   * and grows from time to time.
   */
  private void restart() {
    if (adopts && restarts >= ADOPTION_RESTARTS) {
      cancel();
      return;
    }
    raising = null;
    foundNothing = false;
    holdings.clear();
    claims.end();
    cancelRetry();
    long longest = LONGEST_PAUSE_MS >> Math.max(0, DOUBLINGS - restarts++);
    Duration pause = Duration.ofMillis(10 + context.loop().random().nextLong(longest));
    retry = context.loop().schedule(pause, this::start);
  }

  /** This node itself has consented to another taker's epoch. */
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
    Set<NodeId> silent = current.silent();
    silent.removeIf(context.membership()::isDead);
    if (!mayGoWithout(silent)) {
      return;
    }
    Copy local = repository.get(key);
    SessionState state = current.state();
    if (state == null
        || local == null
        || !local.promised.equals(current.epoch)
        || !reader.takesOut(key, local, state)) {
      // The source of the content went away, or this node has promised more to another.
      restart();
      return;
    }
    succeed(current, state);
  }

  private void succeed(Raising current, SessionState state) {
    Set<NodeId> witnesses = current.witnesses(context.self());
    witnesses.removeIf(context.membership()::isDead);
    Set<NodeId> former = current.former();
    boolean someDied = former.removeIf(context.membership()::isDead);
    if (someDied && witnesses.isEmpty()) {
      // What they had may be in force elsewhere since.
      former.addAll(context.everybodyElse());
      former.removeAll(current.remaining());
    }
    state.lineage = state.lineage.then(current.base);
    Copy local = repository.get(key);
    if (local != null && local.state != state) {
      local.answerForLoss(key, state.lineage, context);
    }
    repository.remove(key);
    finish(
        new TakeOverOutcome(
            state,
            current.base,
            new Position(current.epoch, current.base.sequence()),
            current.seen,
            current.settledEpoch,
            current.voided,
            current.remaining(),
            former,
            witnesses,
            current.outcasts,
            current.isTold()));
  }
}
