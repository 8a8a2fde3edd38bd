package io.lockstep.session;

import io.lockstep.membership.Member;
import io.lockstep.membership.Member.Suspicion;
import io.lockstep.membership.Membership;
import io.lockstep.sequence.Epoch;
import io.lockstep.sequence.Position;
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
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who holds what of one session, as far as a taker has heard. Lives on the loop. */
final class Holdings {
  private final SessionContext context;
  private final BackupRepository repository;
  private final SessionKey key;
  private final Map<NodeId, ClaimAnswer> answers = new LinkedHashMap<>();

  /** The owners that were named before the present questions were asked. */
  private final Set<NamedOwner> namedBefore = new HashSet<>();

  /** An owner, as one holder named it, and the epoch under which it did. */
  private record NamedOwner(NodeId owner, Epoch epoch) {
    static NamedOwner of(ClaimAnswer answer) {
      return new NamedOwner(new NodeId(answer.getOwner()), Epochs.of(answer.getPromised()));
    }
  }

  /**
   * What one node holds.
   *
   * @param settled whether the epoch of what it holds was in force, as far as it was told
   * @param promised the epoch below which it refuses
   * @param seen the epochs that the promised one supersedes
   * @param voided those of them that were never in force
   * @param named the copies of that epoch, its former copies, and its owner: their consent is
   *     needed
   */
  record Held(
      NodeId node,
      Holding holding,
      Position position,
      boolean settled,
      Epoch promised,
      Set<Epoch> seen,
      Set<Epoch> voided,
      Set<NodeId> named) {

    /** Whether both promises were made for epochs of which neither descends from the other. */
    boolean contradicts(Held other) {
      return !promised.equals(Epoch.NONE)
          && !other.promised.equals(Epoch.NONE)
          && !promised.equals(other.promised)
          && !descendsFrom(other.promised)
          && !other.descendsFrom(promised);
    }

    /**
     * Whether the other's content, which was in force, rules this one's out: whatever goes on from
     * it counts higher.
     */
    boolean isRuledOutBy(Held other) {
      Epoch own = position.epoch();
      Epoch theirs = other.position.epoch();
      return other.settled
          && other.holding != Holding.NONE
          && !own.equals(theirs)
          && own.counter() <= theirs.counter()
          && !settled;
    }

    private boolean descendsFrom(Epoch epoch) {
      return seen.contains(epoch) && !voided.contains(epoch);
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
    answers.put(node, answer);
  }

  /** Owners are asked again: they answer differently once they may let go. */
  void forgetOwners() {
    answers.values().removeIf(answer -> answer.getHolding() == Holding.OWNED);
  }

  boolean isOwned() {
    return answers.values().stream().anyMatch(answer -> answer.getHolding() == Holding.OWNED);
  }

  boolean hasAnswered(NodeId node) {
    return answers.containsKey(node);
  }

  /** "No such session" is only said when every member has said so. */
  boolean allHaveAnswered() {
    return membership().knowsAll()
        && membership().members().stream().map(Member::id).allMatch(answers::containsKey);
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

  /**
   * Whether somebody who has not answered may have more than the best that was found: the client
   * has seen a higher epoch than any found, or this node has promised one that goes on from more.
   */
  boolean mayLackMore(Held best, long knownEpoch) {
    return (highestCounter() < knownEpoch || isBehindPromise(best)) && !isAllThatCounts();
  }

  private boolean isBehindPromise(Held best) {
    Copy copy = repository.get(key);
    Position promised = copy == null ? best.position : copy.successor.end();
    return best.position.compareTo(promised) < 0 && !voided().contains(promised.epoch());
  }

  /** Everything known, what this node itself holds included. */
  List<Held> all() {
    var all = new ArrayList<Held>();
    answers.forEach((node, answer) -> all.add(held(node, answer)));
    Copy copy = repository.get(key);
    if (copy != null) {
      all.add(
          new Held(
              context.self(),
              holding(copy),
              copy.position,
              copy.settled,
              copy.promised,
              copy.seen,
              copy.voided,
              named(copy.copies, copy.former, copy.owner)));
    }
    return all;
  }

  private static Held held(NodeId node, ClaimAnswer answer) {
    return new Held(
        node,
        answer.getHolding(),
        new Position(Epochs.of(answer.getEpoch()), answer.getSequence()),
        answer.getSettled(),
        Epochs.of(answer.getPromised()),
        Epochs.of(answer.getSeenList()),
        Epochs.of(answer.getVoidedList()),
        named(
            Copy.nodes(answer.getCopiesList()),
            Copy.nodes(answer.getFormerList()),
            answer.getOwner() == 0 ? null : new NodeId(answer.getOwner())));
  }

  static Holding holding(Copy copy) {
    SessionState state = copy.state;
    if (state == null) {
      return Holding.NONE;
    }
    return state.ended ? Holding.ENDED : Holding.COPY;
  }

  private static Set<NodeId> named(Set<NodeId> copies, Set<NodeId> former, @Nullable NodeId owner) {
    var named = new LinkedHashSet<>(copies);
    named.addAll(former);
    if (owner != null) {
      named.add(owner);
    }
    return named;
  }

  /**
   * What counts. A holding is void when a node that its epoch needs has consented to another epoch,
   * of which neither supersedes the other: that node went with the other side of a split, so this
   * side was never settled. Where all are void, none was, and the highest stays.
   */
  private List<Held> effective() {
    List<Held> all = all();
    List<Held> effective = all.stream().filter(held -> !isVoid(held, all)).toList();
    return effective.stream().anyMatch(held -> held.holding != Holding.NONE) ? effective : all;
  }

  private static boolean isVoid(Held held, List<Held> all) {
    return all.stream()
        .anyMatch(
            other ->
                !other.node.equals(held.node)
                    && (other.voided.contains(held.promised)
                        || (held.named.contains(other.node) && held.contradicts(other))));
  }

  /** Those whose content does not count, and must be forgotten. */
  Set<NodeId> voidHolders() {
    List<Held> effective = effective();
    return all().stream()
        .filter(held -> held.holding != Holding.NONE && !effective.contains(held))
        .map(Held::node)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Every epoch that was found, now or before, never to have been in force. */
  Set<Epoch> voided() {
    var voided = new LinkedHashSet<Epoch>();
    List<Held> effective = effective();
    for (Held held : all()) {
      voided.addAll(held.voided);
      if (!effective.contains(held)) {
        voided.add(held.promised);
      }
    }
    voided.remove(Epoch.NONE);
    return voided;
  }

  /** Every epoch that was promised, and all that those supersede. */
  Set<Epoch> promises() {
    var promises = new LinkedHashSet<Epoch>();
    all().forEach(held -> promises.addAll(held.seen));
    all().forEach(held -> promises.add(held.promised));
    promises.remove(Epoch.NONE);
    return promises;
  }

  /** The highest epoch that was in force, as far as anybody was told; NONE when nobody was. */
  Epoch settledEpoch() {
    Set<Epoch> voided = voided();
    return all().stream()
        .filter(held -> held.settled && held.holding != Holding.NONE)
        .map(held -> held.position.epoch())
        .filter(epoch -> !voided.contains(epoch))
        .max(Comparator.naturalOrder())
        .orElse(Epoch.NONE);
  }

  /** The highest epoch counter among what counts. */
  long highestCounter() {
    return newest().map(held -> held.promised.counter()).orElse(0L);
  }

  /** The holding under the highest epoch promised: it names whose consent is needed. */
  private Optional<Held> newest() {
    return effective().stream()
        .max(Comparator.comparing(Held::promised).thenComparing(Held::position));
  }

  /**
   * The holding whose content has come furthest, ended or not. What was written under an epoch that
   * anybody has found void, or that cannot come from what was in force, is only gone on from when
   * there is nothing else, whatever its holder has promised since.
   */
  Optional<Held> best() {
    Set<Epoch> voided = voided();
    List<Held> effective = effective();
    return effective.stream()
        .filter(held -> held.holding != Holding.NONE)
        .max(
            Comparator.comparing((Held held) -> !voided.contains(held.position.epoch()))
                .thenComparing(held -> effective.stream().noneMatch(held::isRuledOutBy))
                .thenComparing(Held::position));
  }

  private Set<NodeId> named() {
    var named = new LinkedHashSet<NodeId>();
    newest().ifPresent(held -> named.addAll(held.named));
    best().ifPresent(held -> named.addAll(held.named));
    named.remove(context.self());
    return named;
  }

  /** Whose consent is needed, other than this node's: each may consent, or be dead. */
  Set<NodeId> required() {
    Set<NodeId> required = named();
    if (mayBeSuperseded(required)) {
      membership().members().stream()
          .map(Member::id)
          .filter(node -> !answers.containsKey(node))
          .forEach(required::add);
    }
    required.removeIf(membership()::isDead);
    return required;
  }

  /**
   * Whether it is not known that the best content was in force last, and one whose consent that
   * would have needed is dead: that one may have consented to another epoch before, which any
   * member may hold now.
   */
  private boolean mayBeSuperseded(Set<NodeId> named) {
    return best().filter(held -> !isInForce(held)).isPresent()
        && named.stream().anyMatch(membership()::isDead);
  }

  /**
   * Whether the content's epoch was in force, as its holder was told, and no other was promised.
   */
  boolean isInForce(Held held) {
    Epoch epoch = held.position.epoch();
    return held.settled && newest().filter(other -> other.promised.equals(epoch)).isPresent();
  }

  /** Those whose consent would be needed if they were not dead. */
  List<Long> deadOnes() {
    return named().stream().filter(membership()::isDead).map(NodeId::incarnation).toList();
  }

  /** Those of the required ones that have not answered. */
  Set<NodeId> missing() {
    Set<NodeId> missing = required();
    missing.removeIf(answers::containsKey);
    return missing;
  }

  /**
   * Copies with exactly the best content can stay backups; the old owner only when there is no
   * other.
   */
  Set<NodeId> keepable(Held best, int most) {
    Set<NodeId> required = required();
    var keepable = new LinkedHashSet<NodeId>();
    all().stream()
        .filter(held -> held.holding == Holding.COPY && held.position.equals(best.position))
        .map(Held::node)
        .filter(node -> !node.equals(context.self()) && membership().isTrusted(node))
        .sorted(
            Comparator.comparing((NodeId node) -> !required.contains(node))
                .thenComparing(this::wasOwner))
        .limit(most)
        .forEach(keepable::add);
    return keepable;
  }

  private boolean wasOwner(NodeId node) {
    ClaimAnswer answer = answers.get(node);
    return answer != null && answer.getOwner() == node.incarnation();
  }

  /** Whether there is more than this node's own impatience to say that the owner has let go. */
  boolean ownerYields() {
    return namedOwners().allMatch(named -> isGone(named.owner) || hasLetGo(named));
  }

  private Stream<NamedOwner> namedOwners() {
    return answers.values().stream().filter(answer -> answer.getOwner() != 0).map(NamedOwner::of);
  }

  /**
   * Whether the owner has answered that it owns the session no more. An answer that it gave before
   * it became the owner says nothing.
   */
  private boolean hasLetGo(NamedOwner named) {
    ClaimAnswer answer = answers.get(named.owner);
    return answer != null
        && (!Epochs.of(answer.getPromised()).isBelow(named.epoch) || namedBefore.contains(named));
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
