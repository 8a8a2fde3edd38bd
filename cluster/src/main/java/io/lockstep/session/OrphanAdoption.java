package io.lockstep.session;

import io.lockstep.membership.Member;
import io.lockstep.transport.NodeId;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.CompletableFuture;

/**
 * Takes over sessions whose owner is dead and whose visitor has not come back yet, once there is a
 * node that can back them up: until then they exist in one copy, and the next crash would lose
 * them. Lives on the loop.
 */
final class OrphanAdoption {
  private static final Duration PERIOD = Duration.ofSeconds(2);
  private static final int MOST_AT_ONCE = 100;

  private final SessionContext context;
  private final BackupRepository repository;
  private final TakeOvers takeOvers;
  private boolean closed;

  OrphanAdoption(SessionContext context, BackupRepository repository, TakeOvers takeOvers) {
    this.context = context;
    this.repository = repository;
    this.takeOvers = takeOvers;
  }

  void start() {
    context.loop().schedule(PERIOD, this::adopt);
  }

  void close() {
    closed = true;
  }

  private void adopt() {
    if (closed) {
      return;
    }
    if (hasCompany()) {
      repository.backups().stream()
          .filter(entry -> isOrphan(entry.getValue()))
          .limit(MOST_AT_ONCE)
          .forEach(entry -> claim(entry.getKey()));
    }
    start();
  }

  private boolean hasCompany() {
    return context.membership().mayJudge()
        && context.membership().members().stream().anyMatch(member -> !member.isSuspected());
  }

  /** Of several copies the one on the lowest node adopts. */
  private boolean isOrphan(Copy copy) {
    NodeId owner = copy.owner;
    SessionState state = copy.state;
    return owner != null
        && state != null
        && !state.isExpired(context.now())
        && context.membership().isDead(owner)
        && copy.copies.stream()
            .filter(node -> node.equals(context.self()) || isMember(node))
            .min(Comparator.comparingLong(NodeId::incarnation))
            .filter(node -> node.equals(context.self()))
            .isPresent();
  }

  private boolean isMember(NodeId node) {
    Member member = context.membership().member(node);
    return member != null && !member.isSuspected();
  }

  private void claim(SessionKey key) {
    CompletableFuture<?> unused =
        takeOvers
            .claim(key, 0)
            .whenComplete(
                (session, failure) -> {
                  if (failure == null) {
                    context.counters().increment("sessions.adopted");
                  }
                });
  }
}
