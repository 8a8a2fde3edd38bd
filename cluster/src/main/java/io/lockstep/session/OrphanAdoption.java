package io.lockstep.session;

import io.lockstep.membership.Member;
import io.lockstep.transport.NodeId;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes over sessions that have no owner: theirs is dead, and their visitor has not come back yet,
 * or this node has let them go, or asked for them, and nobody owns them, or two owners have given
 * way to each other. Until then they exist in the copies at hand alone, and nobody replaces one
 * that is lost. Lives on the loop.
 */
final class OrphanAdoption {
  private static final Duration PERIOD = Duration.ofMillis(500);
  private static final int MOST_AT_ONCE = 100;

  /** What is under way between two living nodes takes less. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final SessionContext context;
  private final BackupRepository repository;
  private final TakeOvers takeOvers;
  private Map<SessionKey, Long> orphanedSince = Map.of();
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
    if (context.membership().mayJudge()) {
      orphanedSince = orphans();
      orphanedSince.entrySet().stream()
          .filter(entry -> isMine(entry.getKey(), entry.getValue()))
          .limit(MOST_AT_ONCE)
          .map(Map.Entry::getKey)
          .toList()
          .forEach(takeOvers::adopt);
    }
    start();
  }

  /** The sessions without an owner, with the time at which each was first seen without one. */
  private Map<SessionKey, Long> orphans() {
    var orphans = new LinkedHashMap<SessionKey, Long>();
    for (SessionKey key : repository.keys()) {
      Copy copy = repository.get(key);
      if (copy != null && isOrphan(copy)) {
        orphans.put(key, orphanedSince.getOrDefault(key, context.now()));
      }
    }
    return orphans;
  }

  private boolean isOrphan(Copy copy) {
    NodeId owner = copy.owner;
    SessionState state = copy.state;
    if (owner == null || (state != null && (state.ended || state.isExpired(context.now())))) {
      return false;
    }
    boolean isOverdue = context.now() - copy.modifiedNanos > PATIENCE.toNanos();
    if (owner.equals(context.self())) {
      return isOverdue;
    }
    return state != null
        && (context.membership().isDead(owner) || (isOverdue && isLeftWith(copy, owner)));
  }

  /** Whether this node gave way to another, which could be asked, and nobody wants its copy. */
  private boolean isLeftWith(Copy copy, NodeId owner) {
    return copy.gaveWay && context.membership().isTrusted(owner);
  }

  /** Of several copies the one on the lowest node adopts; if it does not, the next. */
  private boolean isMine(SessionKey key, long sinceNanos) {
    Copy copy = repository.get(key);
    if (copy == null) {
      return false;
    }
    List<NodeId> living =
        copy.copies.stream()
            .filter(node -> node.equals(context.self()) || isMember(node))
            .sorted(Comparator.comparingLong(NodeId::incarnation))
            .toList();
    int before = living.contains(context.self()) ? living.indexOf(context.self()) : living.size();
    return context.now() - sinceNanos >= PATIENCE.multipliedBy(before).toNanos();
  }

  private boolean isMember(NodeId node) {
    Member member = context.membership().member(node);
    return member != null && !member.isSuspected();
  }
}
