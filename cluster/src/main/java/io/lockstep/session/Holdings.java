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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who holds what of one session, as far as a taker has heard. Lives on the loop. */
final class Holdings {
  private final SessionContext context;
  private final BackupRepository repository;
  private final SessionKey key;
  private final Map<NodeId, ClaimAnswer> answers = new LinkedHashMap<>();

  /**
   * What one node holds.
   *
   * @param promised the epoch below which it refuses
   * @param required whose consent the configuration that it knows demands
   */
  record Held(
      NodeId node, Holding holding, Position position, Epoch promised, Set<NodeId> required) {}

  Holdings(SessionContext context, BackupRepository repository, SessionKey key) {
    this.context = context;
    this.repository = repository;
    this.key = key;
  }

  void clear() {
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
    return membership().isConnected()
        && membership().unheard().isEmpty()
        && membership().members().stream().map(Member::id).allMatch(answers::containsKey);
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
              copy.promised,
              union(copy.copies, copy.former)));
    }
    return all;
  }

  private static Held held(NodeId node, ClaimAnswer answer) {
    return new Held(
        node,
        answer.getHolding(),
        new Position(Epochs.of(answer.getEpoch()), answer.getSequence()),
        Epochs.of(answer.getPromised()),
        union(Copy.nodes(answer.getCopiesList()), Copy.nodes(answer.getFormerList())));
  }

  static Holding holding(Copy copy) {
    SessionState state = copy.state;
    if (state == null) {
      return Holding.NONE;
    }
    return state.ended ? Holding.ENDED : Holding.COPY;
  }

  private static Set<NodeId> union(Set<NodeId> one, Set<NodeId> other) {
    var union = new LinkedHashSet<>(one);
    union.addAll(other);
    return union;
  }

  Epoch highestPromise() {
    return all().stream().map(Held::promised).max(Comparator.naturalOrder()).orElse(Epoch.NONE);
  }

  /** The holding under the highest epoch promised: it names whose consent is needed. */
  Optional<Held> newest() {
    return all().stream().max(Comparator.comparing(Held::promised).thenComparing(Held::position));
  }

  /** The holding whose content has come furthest, ended or not. */
  Optional<Held> best() {
    return all().stream()
        .filter(held -> held.holding != Holding.NONE)
        .max(Comparator.comparing(Held::position));
  }

  /** Whose consent is needed, other than this node's: each may consent, or be dead. */
  Set<NodeId> required() {
    var required = new LinkedHashSet<NodeId>();
    newest().ifPresent(held -> required.addAll(held.required));
    best().ifPresent(held -> required.addAll(held.required));
    required.remove(context.self());
    required.removeIf(membership()::isDead);
    return required;
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
    return answers.values().stream()
        .filter(answer -> answer.getOwner() != 0)
        .map(answer -> new NodeId(answer.getOwner()))
        .allMatch(owner -> answers.containsKey(owner) || isGone(owner));
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
