package io.lockstep.testkit.simulation;

import io.lockstep.session.ReplicationLevel;
import io.lockstep.transport.NodeId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The checks that need no more than what is known at that moment. */
final class LiveChecks implements Request.RequestChecks {
  private static final Duration EXPIRY_LATE = Duration.ofMinutes(2);

  /** What a node decides on its loop, a caller's thread hears within this time. */
  private static final Duration TELLING = Duration.ofMillis(5);

  private final World world;
  private final Scenario scenario;
  private final Copies copies;
  private final Lives lives;
  private final SentCheck sent;
  private int understated;

  LiveChecks(World world, Scenario scenario, Copies copies, Lives lives) {
    this.world = world;
    this.scenario = scenario;
    this.copies = copies;
    this.lives = lives;
    sent = new SentCheck(world, copies, lives);
  }

  @Override
  public void found(NodeId finder, SessionRecord record, Operation operation) {
    // A life that was declared dead, and is cut off, cannot know of the end; it tells no caller
    // that
    // its answer is protected.
    if (operation.startNs() > record.endedAtNs() && lives.living(finder)) {
      world.violations.add(
          "%s was served after its end was acknowledged at %.6f s"
              .formatted(record.label(), record.endedAtNs() / 1e9));
    }
    Duration idle = operation.untouched();
    if (expires(record)
        && idle.compareTo(record.maxInactive().multipliedBy(2).plus(EXPIRY_LATE)) > 0) {
      world.violations.add("%s was served after %s of idling".formatted(record.label(), idle));
    }
  }

  @Override
  public void unknown(ServerProcess process, SessionRecord record, Operation operation) {
    boolean heldSomewhere =
        copies
            .session(record.label())
            .filter(truth -> !truth.lost() && !truth.guarantee().hasLapsed())
            .stream()
            .flatMap(truth -> truth.tokens(life -> lives.living(life) && knows(process, life)))
            .anyMatch(token -> !record.mayHaveExpired(token, world.nanos()));
    if (heldSomewhere && !record.mayHaveEnded() && !record.mayHaveExpired(world.nanos())) {
      world.violations.add(
          "%s says that %s does not exist, and it is held by %s"
              .formatted(process, record.label(), copies.session(record.label()).orElseThrow()));
    }
  }

  private boolean knows(ServerProcess process, NodeId life) {
    long decided = world.nanos() - TELLING.toNanos();
    return process.node().id().equals(life) || lives.couldKnow(process, life, decided);
  }

  /** The first change can be lost like any other: it was not acknowledged, and its owner died. */
  private void empty(ServerProcess process, SessionRecord record) {
    boolean owesMore =
        copies
            .session(record.label())
            .filter(truth -> truth.guarantee().isGiven() && !truth.guarantee().hasLapsed())
            .isPresent();
    if (owesMore) {
      world.violations.add("%s serves %s, and nothing is in it".formatted(process, record.label()));
    }
  }

  private static boolean expires(SessionRecord record) {
    return !record.maxInactive().isZero();
  }

  @Override
  public void state(ServerProcess process, SessionRecord record, @Nullable SessionState state) {
    if (state == null) {
      empty(process, record);
      return;
    }
    if (!record.wrote(state.token())) {
      world.violations.add(
          "%s serves %s with %s, which was never written"
              .formatted(process, record.label(), state.token()));
    }
    state
        .contradiction()
        .ifPresent(found -> world.violations.add("%s serves it: %s".formatted(process, found)));
  }

  @Override
  public void told(
      ServerProcess process,
      NodeId teller,
      SessionRecord record,
      Operation operation,
      ReplicationLevel level) {
    if (operation.intent() == Operation.Intent.END) {
      return;
    }
    switch (level) {
      case ACKNOWLEDGED -> acknowledged(teller, record, operation);
      case SENT -> sent.told(process, teller, record, operation);
      case UNPROTECTED -> unprotected(teller, record, operation);
    }
  }

  /** A node may not know yet that the backups have it; but that must be the exception. */
  private void unprotected(NodeId teller, SessionRecord record, Operation operation) {
    Predicate<NodeId> other = life -> !life.equals(teller) && lives.living(life);
    List<String> token = List.of(tokenOf(operation));
    int needed = scenario.sessions().backups();
    if (copies.session(record.label()).filter(t -> t.holders(token, other) >= needed).isPresent()) {
      understated++;
    }
  }

  /** How many calls were told less than was true. */
  int understated() {
    return understated;
  }

  private void acknowledged(NodeId teller, SessionRecord record, Operation operation) {
    String token = tokenOf(operation);
    if (token.isEmpty()) {
      // A read that found nothing written yet: the first write was never acknowledged.
      return;
    }
    Optional<SessionTruth> truth = copies.session(record.label());
    Predicate<NodeId> other = life -> !life.equals(teller) && mayBeCounted(life, operation);
    int needed = scenario.sessions().backups();
    if (truth.isPresent() && truth.get().holders(List.of(token), other) >= needed) {
      truth.get().promised(token);
      return;
    }
    // Until it was committed, what was written later in the same place may have replaced it.
    List<String> tokens = record.since(token);
    long holders = truth.map(known -> known.holders(tokens, other)).orElse(0L);
    if (holders < needed) {
      world.violations.add(
          "%s says that %s of %s is acknowledged, and %d other lives hold it: %s"
              .formatted(lives.name(teller), token, operation.intent(), holders, truth));
    } else {
      tokens.stream()
          .filter(written -> truth.orElseThrow().holders(List.of(written), other) > 0)
          .findFirst()
          .ifPresent(truth.orElseThrow()::promised);
    }
  }

  /**
   * A backup that holds what a call wrote has confirmed it during the call. For what a call only
   * read, the owner may go by what it heard up to two heartbeats ago.
   */
  private boolean mayBeCounted(NodeId life, Operation operation) {
    return operation.written() != null
        || lives.endedAtNs(life) > operation.startNs() - scenario.heartbeatPeriod().toNanos() * 3;
  }

  /** A session was lost although the guarantee still held. */
  void lostWrongly(SessionRecord record, SessionTruth truth) {
    if (!record.mayHaveEnded() && !record.mayHaveExpired(world.nanos())) {
      world.violations.add(
          "%s is lost: %s; copies %s"
              .formatted(record.label(), truth.guarantee().describe(lives::name), truth));
    }
  }

  private static String tokenOf(Operation operation) {
    String written = operation.written();
    SessionState read = operation.state();
    return written != null ? written : read != null ? read.token() : "";
  }
}
