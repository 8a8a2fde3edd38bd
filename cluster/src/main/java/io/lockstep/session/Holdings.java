package io.lockstep.session;

import io.lockstep.membership.Member;
import io.lockstep.membership.Member.Suspicion;
import io.lockstep.membership.Membership;
import io.lockstep.sequence.Epoch;
import io.lockstep.sequence.Position;
import io.lockstep.session.Found.Held;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.proto.ClaimAnswer;
import io.lockstep.wire.proto.Holding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Who holds what of one session, as far as a taker has heard. Lives on the loop. */
final class Holdings {
  private final SessionContext context;
  private final BackupRepository repository;
  private final SessionKey key;
  private final Map<NodeId, Held> answers = new LinkedHashMap<>();

  /** The owners that were named before the present questions were asked. */
  private final Set<NamedOwner> namedBefore = new HashSet<>();

  /** An owner, as one holder named it, and the epoch under which it did. */
  private record NamedOwner(NodeId owner, Epoch epoch) {
    static Stream<NamedOwner> of(Held held) {
      return Stream.ofNullable(held.owner()).map(owner -> new NamedOwner(owner, held.promised()));
    }
  }

  Holdings(SessionContext context, BackupRepository repository, SessionKey key) {
    this.context = context;
    this.repository = repository;
    this.key = key;
  }

  /** Begins anew; what was named until now is named before. */
  void clear() {
    namedOwners().forEach(namedBefore::add);
    answers.clear();
  }

  void add(NodeId node, ClaimAnswer answer) {
    answers.put(node, Held.of(node, answer));
  }

  /** Owners are asked again: they answer differently once they may let go. */
  void forgetOwners() {
    answers.values().removeIf(held -> held.holding() == Holding.OWNED);
  }

  boolean isOwned() {
    return answers.values().stream().anyMatch(held -> held.holding() == Holding.OWNED);
  }

  boolean hasAnswered(NodeId node) {
    return answers.containsKey(node);
  }

  /** "No such session" is only said when every member has said so. */
  boolean allHaveAnswered() {
    return membership().knowsAll()
        && membership().members().stream().map(Member::id).allMatch(answers::containsKey);
  }

  /** Whether all have answered who can be expected to. */
  boolean trustedHaveAnswered() {
    return membership().members().stream()
        .filter(member -> !member.isSuspected())
        .map(Member::id)
        .allMatch(answers::containsKey);
  }

  /**
   * Whether nothing can have been in force that supersedes what was found: all have answered, or
   * there is but one other server, which is suspected, and what it wrote alone no backup has.
   */
  boolean isAllThatCounts() {
    return allHaveAnswered()
        || (membership().isOneOfTwo()
            && membership().mayJudge()
            && membership().members().stream().allMatch(Member::isSuspected));
  }

  /** Everything known by now, what this node itself holds included. */
  Found found() {
    var all = new ArrayList<>(answers.values());
    Copy copy = repository.get(key);
    if (copy != null) {
      all.add(Held.of(context.self(), copy));
    }
    return new Found(all);
  }

  /**
   * Whether somebody who has not answered may have more than the best that was found: the client
   * has seen a higher epoch than any found, this node has promised one that goes on from more, the
   * best is void, as who has answered before may have said, or all others count and not all are
   * known.
   */
  boolean mayLackMore(Found found, long knownEpoch) {
    boolean isBehind =
        found.highestCounter() < knownEpoch || isBehindPromise(found) || found.isBestVoid();
    return (isBehind && !isAllThatCounts())
        || (mayBeSuperseded(found, named(found)) && !membership().knowsAll());
  }

  private boolean isBehindPromise(Found found) {
    Copy copy = repository.get(key);
    Position promised = copy == null ? Position.NONE : copy.successor.end();
    return found.best().filter(best -> best.position().compareTo(promised) < 0).isPresent()
        && !found.voided().contains(promised.epoch());
  }

  /** Whose consent is needed, other than this node's: each may consent, or be dead. */
  Set<NodeId> required(Found found) {
    Set<NodeId> required = named(found);
    if (mayBeSuperseded(found, required)) {
      context.everybodyElse().stream()
          .filter(node -> !answers.containsKey(node))
          .forEach(required::add);
    }
    required.removeIf(membership()::isDead);
    return required;
  }

  private Set<NodeId> named(Found found) {
    Set<NodeId> named = found.named();
    named.remove(context.self());
    return named;
  }

  /**
   * Whether it is not known that the best content was in force last, and one whose consent that
   * would have needed is dead: that one may have consented to another epoch before, which any
   * member may hold now.
   */
  private boolean mayBeSuperseded(Found found, Set<NodeId> named) {
    return found.best().filter(held -> !found.isInForce(held)).isPresent()
        && named.stream().anyMatch(membership()::isDead);
  }

  /** Those whose consent would be needed if they were not dead. */
  List<Long> deadOnes(Found found) {
    return named(found).stream().filter(membership()::isDead).map(NodeId::incarnation).toList();
  }

  /** Those of the required ones that have not answered. */
  Set<NodeId> missing(Found found) {
    Set<NodeId> missing = required(found);
    missing.removeIf(answers::containsKey);
    return missing;
  }

  /**
   * Copies with exactly the best content can stay backups; the old owner only when there is no
   * other.
   */
  Set<NodeId> keepable(Found found, Held best, int most) {
    Set<NodeId> required = required(found);
    var keepable = new LinkedHashSet<NodeId>();
    found.holdersOf(best.position()).stream()
        .filter(node -> !node.equals(context.self()) && membership().isTrusted(node))
        .sorted(
            Comparator.comparing((NodeId node) -> !required.contains(node))
                .thenComparing(this::wasOwner))
        .limit(most)
        .forEach(keepable::add);
    return keepable;
  }

  private boolean wasOwner(NodeId node) {
    Held held = answers.get(node);
    return held != null && node.equals(held.owner());
  }

  /** Whether there is more than this node's own impatience to say that the owner has let go. */
  boolean ownerYields() {
    return namedOwners().allMatch(named -> isGone(named.owner) || hasLetGo(named));
  }

  private Stream<NamedOwner> namedOwners() {
    return answers.values().stream().flatMap(NamedOwner::of);
  }

  /**
   * Whether the owner has answered that it owns the session no more. An answer that it gave before
   * it became the owner says nothing.
   */
  private boolean hasLetGo(NamedOwner named) {
    Held held = answers.get(named.owner);
    return held != null && (!held.promised().isBelow(named.epoch) || namedBefore.contains(named));
  }

  private boolean isGone(NodeId owner) {
    Member member = membership().member(owner);
    return owner.equals(context.self())
        || membership().isDead(owner)
        || (member != null && member.suspicion() == Suspicion.UNREACHABLE);
  }

  private Membership membership() {
    return context.membership();
  }
}
