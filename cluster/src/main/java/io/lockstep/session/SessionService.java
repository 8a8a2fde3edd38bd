package io.lockstep.session;

import io.lockstep.membership.Member;
import io.lockstep.membership.Membership;
import io.lockstep.membership.MembershipListener;
import io.lockstep.membership.MembershipSettings;
import io.lockstep.report.Counters;
import io.lockstep.sequence.Epoch;
import io.lockstep.sequence.Position;
import io.lockstep.session.Cell.Entry;
import io.lockstep.time.EventLoop;
import io.lockstep.transport.Messenger;
import io.lockstep.transport.NodeId;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * A node's session service: puts its parts together, and gives application threads their way in.
 */
public final class SessionService implements SessionManager {
  private static final Duration RETRY = Duration.ofMillis(50);
  private static final int MOST_RETRIES = 60;
  private static final String STOPPED = "This node has stopped";
  private static final String REJOINS = "This node was declared dead and joins again";

  private final SessionContext context;
  private final SessionIds ids;
  private final Duration unserved;
  private final SessionEvents events = new SessionEvents();
  private final OwnedSessions owned = new OwnedSessions();
  private final BackupRepository repository;
  private final Replicator replicator;
  private final HandOvers handOvers;
  private final TakeOvers takeOvers;
  private final LossSurvey survey;
  private final Expiry expiry;
  private final Passivation passivation;
  private final OrphanAdoption adoption;
  private final CopyRequests requests;
  private final BackupTasks tasks;
  private final SessionDrain drain;
  private volatile boolean isClosed;

  /**
   * Registers the service's message handlers and its membership listener; call before the node
   * starts.
   *
   * @param workers runs listeners, and commits that no request waits for
   * @param steps runs the steps of application threads; directly in production
   */
  public SessionService(
      EventLoop loop,
      Messenger messenger,
      Membership membership,
      MembershipSettings membershipSettings,
      SessionSettings settings,
      BackupManagement backups,
      AttributeCodec codec,
      Executor workers,
      Executor steps,
      Counters counters) {
    var choice =
        new BackupChoice(
            new GuardedSelector(backups.selector(), counters),
            membershipSettings,
            settings.requireOtherMachine());
    context =
        new SessionContext(
            loop,
            messenger,
            membership,
            settings,
            choice,
            codec,
            workers,
            steps,
            counters,
            new LossBook(loop, counters));
    repository =
        new BackupRepository(backups.store().map(store -> new GuardedStore(store, loop, counters)));
    ids = new SessionIds(settings.secret());
    unserved = membershipSettings.detectionTime().plusMinutes(1);
    replicator = new Replicator(context, owned);
    handOvers = new HandOvers(context, repository, replicator, events);
    survey = new LossSurvey(context, owned, repository);
    var reader = new CopyReader(context, survey);
    takeOvers = new TakeOvers(context, owned, repository, reader, replicator, this::acquire);
    expiry = new Expiry(context, owned, repository, handOvers, replicator);
    passivation = new Passivation(context, owned, events);
    adoption = new OrphanAdoption(context, repository, takeOvers);
    requests = new CopyRequests(context, repository);
    var fencing = new Fencing(context, owned, repository, replicator, survey);
    var receiver = new BackupReceiver(context, owned, repository, requests, fencing);
    new CopyCheck(context, owned, repository, reader, requests, receiver);
    var verification = new Verification(context, owned, replicator);
    tasks = new BackupTasks(loop, backups.periods(), replicator, verification, expiry, requests);
    drain = new SessionDrain(context, owned);
    new ClaimResponder(
        context, owned, repository, replicator, reader, handOvers, takeOvers, this::isClosed);
    new Heir(context, repository, takeOvers, this::isClosed);
    membership.addListener(new Followers());
  }

  /** Starts the periodic tasks. Called on the loop. */
  public void start() {
    expiry.start();
    passivation.start();
    adoption.start();
    tasks.start();
  }

  /**
   * Stops the periodic tasks once the sessions have moved to their backups, or after ten seconds at
   * the most.
   *
   * @return completes when the node may leave; never fails
   */
  public CompletableFuture<Void> close() {
    isClosed = true;
    var closed = new CompletableFuture<Void>();
    context
        .loop()
        .execute(
            () -> {
              // What is let go is not to come back.
              adoption.close();
              new Departure(context, owned, repository, replicator, () -> stop(closed)).begin();
            });
    return closed;
  }

  /** Nobody waits any longer for what this node could do. */
  private void stop(CompletableFuture<Void> closed) {
    expiry.close();
    passivation.close();
    tasks.close();
    for (Ownership session : owned.all()) {
      session.cell.setPhase(Cell.Phase.GONE);
      replicator.abandon(session, STOPPED);
    }
    takeOvers.abandon(STOPPED);
    closed.complete(null);
  }

  /** The node has left: its backups are of no use any more. Called on the loop. */
  public void left() {
    repository.close();
  }

  /** Whether the node is leaving, or has left. May be called from any thread. */
  public boolean isClosed() {
    return isClosed;
  }

  @Override
  public void addListener(SessionListener listener) {
    events.add(listener);
  }

  /** What the service holds, for reports. */
  public SessionReports reports() {
    return new SessionReports(context, owned, repository, tasks);
  }

  /** Whether new visitors are to go elsewhere. */
  public SessionDrain drain() {
    return drain;
  }

  /** Runs the task at once. Called on the loop; without effect when the service has stopped. */
  public void run(BackupTaskKind task) {
    tasks.run(task);
  }

  /** Looks into single sessions. */
  public SessionInspection inspection() {
    return new SessionInspection(context, owned, repository);
  }

  // ---- creating ----

  @Override
  public SessionUse create(Duration maxInactiveInterval) {
    if (isClosed) {
      throw new IllegalStateException(STOPPED);
    }
    RandomGenerator random = context.loop().random();
    var key = new SessionKey(random.nextLong(), random.nextLong());
    var state =
        new SessionState(
            context.loop().now().toEpochMilli(),
            context.now(),
            Math.max(0, maxInactiveInterval.toMillis()),
            random.nextLong());
    var position = new Position(new Epoch(1, context.self().incarnation()), 0);
    Ownership session = prepare(key, state, position, Set.of(), context.now());
    session.cell.enter(state.nonce, 0, context.now());
    owned.add(session);
    context.loop().execute(() -> replicator.assigner().assign(session));
    return new OpenUse(session.body, state.nonce);
  }

  private Ownership prepare(
      SessionKey key,
      SessionState state,
      Position position,
      Set<Epoch> seen,
      long replicatedAccessNanos) {
    var cell = new Cell(key, state, position, replicatedAccessNanos);
    var body = new SessionBody(cell, context, ids, events, replicator);
    var session = new Ownership(cell, body, seen, context.now());
    body.setOwnership(session);
    return session;
  }

  /** A take-over succeeded: the session is this node's. */
  private Ownership acquire(SessionKey key, SessionState state, TakeOverOutcome outcome) {
    long replicatedAccess = state.accessedNanos;
    // Its visitor may have come in time, and found nobody who could serve it until now.
    state.forgiveIdleness(unserved.toMillis(), context.now());
    Ownership session = prepare(key, state, outcome.position(), outcome.seen(), replicatedAccess);
    owned.add(session);
    session.base = outcome.base();
    long sequence = outcome.position().sequence();
    outcome
        .kept()
        .forEach(node -> session.links.put(node, Link.upTo(node, sequence, context.now())));
    session.former.addAll(outcome.former());
    session.witnesses.addAll(outcome.witnesses());
    session.voided.addAll(outcome.voided());
    session.wasSettledUnder(outcome.settledEpoch());
    session.outcasts.addAll(outcome.outcasts());
    session.epochIsTold = outcome.told();
    replicator.changed(session);
    replicator.assigner().acquired(session);
    context.workers().execute(() -> events.activated(session.body.viewWithoutRequest()));
    return session;
  }

  // ---- joining ----

  @Override
  public CompletableFuture<Optional<SessionUse>> open(String id, long knownEpoch) {
    Optional<SessionIds.Parsed> parsed = ids.parse(id);
    if (parsed.isEmpty()) {
      context.counters().increment("sessions.bad-ids");
      return CompletableFuture.completedFuture(Optional.empty());
    }
    if (isClosed) {
      return CompletableFuture.failedFuture(
          new SessionUnavailableException(STOPPED, Duration.ofSeconds(1)));
    }
    return join(parsed.get(), knownEpoch, MOST_RETRIES);
  }

  private CompletableFuture<Optional<SessionUse>> join(
      SessionIds.Parsed id, long knownEpoch, int retriesLeft) {
    Ownership session = owned.get(id.key());
    if (session != null) {
      Entry entry = session.cell.enter(id.nonce(), knownEpoch, context.now());
      if (entry == Entry.UNKNOWN || (entry == Entry.OVER && isSafeHere(session))) {
        return CompletableFuture.completedFuture(Optional.empty());
      }
      if (entry == Entry.JOINED) {
        return isFresh(session)
            ? CompletableFuture.completedFuture(Optional.of(new OpenUse(session.body, id.nonce())))
            : confirm(session, id, retriesLeft);
      }
      if (entry == Entry.PASSIVATING) {
        return retry(id, knownEpoch, retriesLeft);
      }
    }
    return claim(id, knownEpoch, retriesLeft);
  }

  /** Whether the session is over everywhere when it is over here. */
  private boolean isSafeHere(Ownership session) {
    return session.cell.claimsProtection() && isFresh(session);
  }

  /** Whether another node can hardly have taken the session over without this one noticing. */
  private boolean isFresh(Ownership session) {
    return !session.cell.claimsProtection()
        || session.cell.backups().stream().allMatch(context.membership()::isInTouch);
  }

  private CompletableFuture<Optional<SessionUse>> confirm(
      Ownership session, SessionIds.Parsed id, int retriesLeft) {
    context.counters().increment("sessions.confirmed");
    var level = new CompletableFuture<ReplicationLevel>();
    context.loop().execute(() -> replicator.confirm(session, level));
    return level
        .thenApply(reached -> Optional.<SessionUse>of(new OpenUse(session.body, id.nonce())))
        .exceptionallyCompose(
            failure -> {
              session.cell.exit(context.now());
              return retry(id, 0, retriesLeft);
            });
  }

  private CompletableFuture<Optional<SessionUse>> claim(
      SessionIds.Parsed id, long knownEpoch, int retriesLeft) {
    return onLoop(() -> takeOvers.claim(id.key(), knownEpoch))
        .thenCompose(
            claimed ->
                claimed.isPresent()
                    ? enterClaimed(claimed.get(), id, retriesLeft)
                    : CompletableFuture.completedFuture(Optional.empty()));
  }

  private CompletableFuture<Optional<SessionUse>> enterClaimed(
      Ownership session, SessionIds.Parsed id, int retriesLeft) {
    // The claim has found out that no other node knows a higher epoch.
    return switch (session.cell.enter(id.nonce(), 0, context.now())) {
      case JOINED ->
          CompletableFuture.completedFuture(Optional.of(new OpenUse(session.body, id.nonce())));
      case UNKNOWN, OVER -> CompletableFuture.completedFuture(Optional.empty());
      case ELSEWHERE, PASSIVATING -> retry(id, 0, retriesLeft);
    };
  }

  /** The session is just coming or going: looks again in a moment. */
  private CompletableFuture<Optional<SessionUse>> retry(
      SessionIds.Parsed id, long knownEpoch, int retriesLeft) {
    if (retriesLeft == 0) {
      return CompletableFuture.failedFuture(
          new SessionUnavailableException(
              "The session keeps moving between nodes, or its objects are being passivated",
              Duration.ofSeconds(1)));
    }
    var paused = new CompletableFuture<Void>();
    context.loop().schedule(RETRY, () -> paused.complete(null));
    return paused.thenCompose(any -> join(id, knownEpoch, retriesLeft - 1));
  }

  /** Starts the task there: what follows a future's end may run on any thread. */
  private <T> CompletableFuture<T> onLoop(Supplier<CompletableFuture<T>> task) {
    var begun = new CompletableFuture<CompletableFuture<T>>();
    context
        .loop()
        .execute(
            () -> {
              try {
                begun.complete(task.get());
              } catch (RuntimeException | Error e) {
                begun.completeExceptionally(e);
              }
            });
    return begun.thenCompose(running -> running);
  }

  // ---- membership ----

  private final class Followers implements MembershipListener {
    @Override
    public void joined(Member member) {
      replicator.assigner().assignAll();
      takeOvers.membershipChanged();
    }

    @Override
    public void updated(Member member) {
      replicator.assigner().updated(member);
    }

    @Override
    public void suspected(Member member) {
      replicator.assigner().lost(member.id());
      takeOvers.membershipChanged();
    }

    @Override
    public void trusted(Member member) {
      replicator.assigner().assignAll();
      takeOvers.membershipChanged();
    }

    @Override
    public void ended(NodeId node) {
      replicator.assigner().lost(node);
      takeOvers.membershipChanged();
    }

    @Override
    public void synchronised() {
      takeOvers.membershipChanged();
      survey.begin();
    }

    @Override
    public void rejoined(NodeId before, NodeId now) {
      for (Ownership session : owned.all()) {
        survey.add(session);
        replicator.release(session, REJOINS);
      }
      survey.addCopies();
      repository.clear();
      requests.clear();
      handOvers.clear();
      takeOvers.abandon(REJOINS);
    }
  }
}
