package io.lockstep.session;

import io.lockstep.membership.Member;
import io.lockstep.transport.NodeId;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Gives each owned session its backups (the reference's BackupAssignmentManager), and replaces
 * those it loses. Every change of the backups raises the epoch, and counts only when each former
 * copy has consented or died: until then the session is not settled, and nobody is told that it is
 * protected. Lives on the loop.
 */
final class BackupAssigner {
  private static final int MOST_AT_ONCE = 200;
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final long AVOID_NANOS = 30_000_000_000L;

  private final SessionContext context;
  private final OwnedSessions owned;
  private final Replicator replicator;
  private final FormerCopies former;
  private final Map<NodeId, Integer> lately = new HashMap<>();
  private final Map<NodeId, Long> avoidedUntil = new HashMap<>();
  private final Set<NodeId> draining = new HashSet<>();
  private final Set<Ownership> waiting = new LinkedHashSet<>();
  private boolean assigning;

  BackupAssigner(
      SessionContext context, OwnedSessions owned, Replicator replicator, FormerCopies former) {
    this.context = context;
    this.owned = owned;
    this.replicator = replicator;
    this.former = former;
  }

  // ---- assignment ----

  /** Gives the session the backups it lacks, as far as there are nodes for it. */
  void assign(Ownership session) {
    reconfigure(
        session,
        session.links.values().stream()
            .filter(link -> isToBeReplaced(session, link))
            .map(link -> link.node)
            .collect(Collectors.toCollection(LinkedHashSet::new)));
  }

  private boolean isToBeReplaced(Ownership session, Link link) {
    Member member = context.membership().member(link.node);
    return link.isStalled()
        || member == null
        || member.isSuspected()
        || !mayStay(member, punctualOthers(session));
  }

  private List<Member> punctualOthers(Ownership session) {
    return context.membership().members().stream()
        .filter(member -> !member.isSuspected() && isPunctual(member))
        .filter(member -> !session.links.containsKey(member.id()))
        .toList();
  }

  /**
   * The session came from another node: its copies are told where they stand, and it gets the
   * backups it lacks.
   */
  void acquired(Ownership session) {
    former.settleIfComplete(session);
    assign(session);
    former.remind(session);
    replicator.watch(session);
  }

  /**
   * Looks for backups for the sessions that lack them: now and then, and when a member is new or
   * known better. Most get theirs at once.
   */
  void assignAll() {
    lately.clear();
    owned.all().stream().filter(this::lacksBackups).forEach(waiting::add);
    assignWaiting();
  }

  /** So many at a time that whole copies of all sessions do not crowd out everything else. */
  private void assignWaiting() {
    List.copyOf(waiting).stream().limit(MOST_AT_ONCE).forEach(this::assignIfWaiting);
    if (!waiting.isEmpty() && !assigning) {
      assigning = true;
      context
          .loop()
          .schedule(
              PAUSE,
              () -> {
                assigning = false;
                assignWaiting();
              });
    }
  }

  /** Its turn has come, or somebody uses it: it waits no longer for the backups it lacks. */
  void assignIfWaiting(Ownership session) {
    if (waiting.remove(session) && owned.get(session.cell.key) == session) {
      assign(session);
    }
  }

  /** How many sessions have fewer backups than they should. */
  int pending() {
    return (int)
        owned.all().stream()
            .filter(session -> !session.cell.isEnded())
            .filter(session -> session.links.size() < context.settings().backups())
            .count();
  }

  private boolean lacksBackups(Ownership session) {
    return session.links.size() < context.settings().backups()
        || session.links.values().stream().anyMatch(link -> isToBeReplaced(session, link));
  }

  /** The member told its state anew. */
  void updated(Member member) {
    // What it was given lately is in it.
    lately.remove(member.id());
    if (!member.takesBackups()) {
      holdsNone(member.id());
    }
    boolean isNews = member.draining() ? draining.add(member.id()) : draining.remove(member.id());
    if (isNews) {
      // Others take the place of one that drains, as far as there are any.
      assignAll();
    }
  }

  /** The member is about to leave: others take its place. */
  private void holdsNone(NodeId member) {
    if (owned.all().stream().anyMatch(session -> session.links.containsKey(member))) {
      lost(member);
    }
  }

  /** The node died, or is suspected: whatever it backs up needs another backup. */
  void lost(NodeId node) {
    if (context.membership().isDead(node)) {
      lately.remove(node);
      avoidedUntil.remove(node);
      draining.remove(node);
    }
    for (Ownership session : owned.all()) {
      if (context.membership().isDead(node)) {
        former.died(session, node);
      }
      if (session.links.containsKey(node)) {
        waiting.add(session);
        if (!session.waiters.isEmpty()) {
          assignIfWaiting(session);
        }
      }
    }
    assignWaiting();
    owned.all().forEach(replicator::changed);
  }

  /** A backup did not acknowledge in time: another takes its place, if there is one. */
  void replaceOverdue(Ownership session, Link overdue) {
    avoidedUntil.put(overdue.node, context.now() + AVOID_NANOS);
    reconfigure(session, Set.of(overdue.node));
    Link still = session.links.get(overdue.node);
    if (still != null) {
      replicator.stall(session, still);
    }
  }

  /** A backup cannot keep what it was sent: another takes its place, if there is one. */
  void refused(Ownership session, Link refusing) {
    if (!refusing.isStalled()) {
      context.counters().increment("backups.refused");
      replaceOverdue(session, refusing);
    }
  }

  /**
   * Replaces the given backups and fills up. What is not dead is only given up when another is
   * there.
   */
  private void reconfigure(Ownership session, Set<NodeId> unwanted) {
    if (session.cell.phase() != Cell.Phase.OWNED) {
      return;
    }
    Set<NodeId> kept =
        session.links.keySet().stream()
            .filter(node -> !unwanted.contains(node))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    Set<NodeId> chosen = choose(kept, unwanted);
    for (NodeId node : unwanted) {
      boolean needed = kept.size() + chosen.size() < context.settings().backups();
      if (needed
          && isAllowed(node)
          && !context.membership().isDead(node)
          && session.links.containsKey(node)) {
        kept.add(node);
      }
    }
    if (chosen.isEmpty() && kept.equals(session.links.keySet())) {
      return;
    }
    change(session, kept, chosen);
  }

  private boolean isAllowed(NodeId node) {
    Member member = context.membership().member(node);
    return member == null || mayStay(member, List.of());
  }

  private Set<NodeId> choose(Set<NodeId> kept, Set<NodeId> unwanted) {
    var chosen = new LinkedHashSet<NodeId>();
    while (kept.size() + chosen.size() < context.settings().backups()) {
      List<Member> candidates =
          context.membership().members().stream()
              .filter(member -> !member.isSuspected())
              .filter(member -> !kept.contains(member.id()) && !chosen.contains(member.id()))
              .filter(member -> !unwanted.contains(member.id()))
              .toList();
      Optional<Member> best = select(candidates.stream().filter(this::isPunctual).toList());
      if (best.isEmpty() && unwanted.isEmpty()) {
        // Nobody is replaced by a node that was late itself, but it is better than none.
        best = select(candidates);
      }
      if (best.isEmpty()) {
        break;
      }
      chosen.add(best.get().id());
      lately.merge(best.get().id(), 1, Integer::sum);
    }
    return chosen;
  }

  private Optional<Member> select(List<Member> candidates) {
    return context.choice().select(candidates, this::assignedLately);
  }

  private boolean mayStay(Member backup, List<Member> others) {
    return context.choice().mayStay(backup, others, this::assignedLately);
  }

  private int assignedLately(Member member) {
    return lately.getOrDefault(member.id(), 0);
  }

  private boolean isPunctual(Member member) {
    Long until = avoidedUntil.get(member.id());
    return until == null || context.now() - until >= 0;
  }

  private void change(Ownership session, Set<NodeId> kept, Set<NodeId> chosen) {
    replicator.flush(session);
    session.noteIfSettled();
    if (session.epochIsTold) {
      raise(session, 0);
    }
    renew(session, kept, chosen);
  }

  private void renew(Ownership session, Set<NodeId> kept, Set<NodeId> chosen) {
    session.links.keySet().stream()
        .filter(node -> !kept.contains(node) && !context.membership().isDead(node))
        .forEach(session.former::add);
    List<Link> links =
        Stream.concat(kept.stream(), chosen.stream()).map(node -> renewed(session, node)).toList();
    session.former.removeAll(kept);
    session.former.removeAll(chosen);
    session.outcasts.removeAll(chosen);
    session.links.clear();
    session.unacknowledged.clear();
    links.forEach(link -> session.links.put(link.node, link));
    session.links.values().forEach(link -> replicator.install(session, link));
    former.askAnew(session);
    replicator.changed(session);
    replicator.watch(session);
  }

  /** The link under the next epoch. */
  private Link renewed(Ownership session, NodeId node) {
    Link link = session.links.get(node);
    if (link != null && link.follows()) {
      return Link.kept(node, context.now());
    }
    boolean isFormer = session.former.contains(node) || (link != null && link.owesConsent());
    return isFormer ? Link.former(node, context.now()) : new Link(node, context.now());
  }

  /** Goes on with the same backups under a higher epoch. */
  void raiseAgain(Ownership session) {
    change(session, new LinkedHashSet<>(session.links.keySet()), Set.of());
  }

  /** Goes on with the same backups under an epoch above one that a client has seen elsewhere. */
  void raiseAbove(Ownership session, long counter) {
    replicator.flush(session);
    session.noteIfSettled();
    raise(session, counter);
    renew(session, new LinkedHashSet<>(session.links.keySet()), Set.of());
  }

  private void raise(Ownership session, long counter) {
    session.hasSeen(session.cell.position().epoch());
    session.cell.raise(Epochs.above(session.seen, counter, context.self()));
    session.epochIsTold = false;
  }
}
