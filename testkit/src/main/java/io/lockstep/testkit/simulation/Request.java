package io.lockstep.testkit.simulation;

import io.lockstep.session.ReplicationLevel;
import io.lockstep.session.ServerSession;
import io.lockstep.session.SessionUnavailableException;
import io.lockstep.session.SessionUse;
import io.lockstep.testkit.simulation.Operation.Intent;
import io.lockstep.testkit.simulation.Operation.Outcome;
import io.lockstep.testkit.simulation.SessionState.Kind;
import io.lockstep.transport.NodeId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A request on a server: opens the session, reads, writes, commits and answers, each as a task of
 * its own, between which anything may happen.
 */
final class Request {
  /** How long a visitor waits. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  /** How long a server that runs may take to answer anything. */
  private static final Duration BOUND = Duration.ofSeconds(10);

  private final World world;
  private final ServerProcess process;
  private final SessionRecord record;
  private final Operation operation;
  private final RequestChecks checks;
  private final Sabotage sabotage;
  private final Consumer<Request> answered;
  private final Seeded seeded;
  private @Nullable SessionUse use;
  private @Nullable Duration retryAfter;

  Request(
      World world,
      ServerProcess process,
      SessionRecord record,
      Intent intent,
      RequestChecks checks,
      Sabotage sabotage,
      Seeded seeded,
      Consumer<Request> answered) {
    this.world = world;
    this.process = process;
    this.record = record;
    this.checks = checks;
    this.sabotage = sabotage;
    this.seeded = seeded;
    this.answered = answered;
    operation = new Operation(intent, world.nanos(), record.untouched(world.nanos()));
  }

  void start() {
    record.add(operation);
    note(operation.intent() + " with epoch " + record.epoch());
    process.onEnd(() -> answer(Outcome.NO_ANSWER));
    world.after(BOUND, this::checkBound);
    world.after(PATIENCE, () -> answer(Outcome.NO_ANSWER));
    run(operation.intent() == Intent.CREATE ? this::create : this::open);
  }

  private void run(Runnable step) {
    process.threads().execute(guarded(step));
  }

  private Runnable guarded(Runnable step) {
    return () -> {
      try {
        step.run();
      } catch (IllegalStateException ended) {
        sessionGone(ended);
      } catch (RuntimeException e) {
        world.violations.add("A step of a request failed on " + process, e);
      }
    };
  }

  /** Goes on, in a task of its own, with what the future yields. */
  private <T> void goOn(CompletableFuture<T> future, Consumer<T> next) {
    CompletableFuture<T> unused =
        future.whenCompleteAsync(
            (value, failure) ->
                guarded(failure == null ? () -> next.accept(value) : () -> failed(failure)).run(),
            process.threads());
  }

  private void sessionGone(IllegalStateException cause) {
    SessionUse present = use;
    if (present == null || present.session().isValid()) {
      world.violations.add("A session that is valid failed on " + process, cause);
    }
    finish(Outcome.ENDED);
  }

  private void create() {
    use(process.node().sessions().create(record.maxInactive()));
  }

  private void open() {
    String id = record.id();
    if (id == null) {
      throw new IllegalArgumentException("A visitor without a cookie asks for its session");
    }
    goOn(process.node().sessions().open(id, sabotage.knownEpoch(record.epoch())), this::opened);
  }

  private void opened(Optional<SessionUse> found) {
    if (found.isPresent()) {
      checks.found(process.node().id(), record, operation);
      use(found.get());
    } else {
      checks.unknown(process, record, operation);
      finish(Outcome.UNKNOWN_SESSION);
    }
  }

  private void failed(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof SessionUnavailableException unavailable) {
      note("unavailable: " + unavailable.getMessage());
      retryAfter = unavailable.retryAfter();
      finish(Outcome.UNAVAILABLE);
    } else if (cause instanceof IllegalStateException ended) {
      sessionGone(ended);
    } else {
      world.violations.add("A request failed on " + process, cause == null ? failure : cause);
    }
  }

  private void use(SessionUse opened) {
    use = opened;
    if (operation.intent() != Intent.CREATE) {
      run(this::read);
    } else {
      run(this::change);
    }
  }

  private void read() {
    SessionState state = SessionState.read(session()).orElse(null);
    operation.read(state);
    checks.state(process, record, state);
    run(operation.intent() == Intent.READ ? this::commit : this::change);
  }

  private void change() {
    ServerSession session = session();
    switch (operation.intent()) {
      case CREATE, WRITE -> SessionState.write(session, token(Kind.PLAIN));
      case WRITE_LARGE ->
          SessionState.writeLarge(session, token(Kind.LARGE), seeded.between(3000, 9000));
      case ADD_ITEM -> SessionState.addItem(session, token(Kind.ITEM));
      case END -> {
        record.endAsked();
        session.invalidate();
      }
      case READ -> throw new IllegalArgumentException("A reader changes nothing");
    }
    run(this::commit);
  }

  private String token(Kind kind) {
    String token = record.newToken(process, kind);
    operation.wrote(token);
    note("writes " + token);
    return token;
  }

  private ServerSession session() {
    return present().session();
  }

  private SessionUse present() {
    SessionUse opened = use;
    if (opened == null) {
      throw new IllegalArgumentException("The session was not opened");
    }
    return opened;
  }

  private void commit() {
    goOn(present().commit(), this::committed);
  }

  private void committed(ReplicationLevel level) {
    ServerSession session = session();
    operation.told(level, session.epoch());
    checks.told(process, process.node().id(), record, operation, level);
    String id = session.id();
    long epoch = session.epoch();
    finish(
        Outcome.DONE,
        () -> {
          record.cookie(id, epoch);
          record.usedAt(operation.startNs(), level);
          if (operation.intent() == Intent.END && level == ReplicationLevel.ACKNOWLEDGED) {
            record.ended(world.nanos());
          }
        });
  }

  private void finish(Outcome outcome) {
    finish(outcome, () -> {});
  }

  /** The answer travels; the use of the session is closed before or after it arrives. */
  private void finish(Outcome outcome, Runnable received) {
    SessionUse opened = use;
    if (opened != null) {
      run(opened::close);
    }
    world.after(
        seeded.between(Duration.ofNanos(1000), Duration.ofMillis(1)),
        () -> {
          if (!operation.ended()) {
            received.run();
            answer(outcome);
          }
        });
  }

  private void answer(Outcome outcome) {
    if (!operation.ended()) {
      operation.end(outcome, world.nanos());
      record.ended(operation);
      note(operation.toString());
      answered.accept(this);
    }
  }

  private void checkBound() {
    if (!operation.ended() && !process.pausedSince(operation.startNs())) {
      world.violations.add(
          "%s did not answer %s of %s within %s"
              .formatted(process, operation.intent(), record.label(), BOUND));
    }
  }

  private void note(String what) {
    world.trace.note(process.server(), record.label() + " " + what);
  }

  Operation operation() {
    return operation;
  }

  ServerProcess process() {
    return process;
  }

  /** What a refusal said; null without one. */
  @Nullable Duration retryAfter() {
    return retryAfter;
  }

  /** Checks that are made while requests run. */
  interface RequestChecks {
    /** A session was opened in this life of a node. */
    void found(NodeId finder, SessionRecord record, Operation operation);

    /** A session was said not to exist. */
    void unknown(ServerProcess process, SessionRecord record, Operation operation);

    /** A session's state was read. */
    void state(ServerProcess process, SessionRecord record, @Nullable SessionState state);

    /** A level was told for what the operation wrote and read. */
    void told(
        ServerProcess process,
        NodeId teller,
        SessionRecord record,
        Operation operation,
        ReplicationLevel level);
  }
}
