package io.lockstep.session;

import io.lockstep.sequence.Epoch;
import io.lockstep.sequence.Position;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.proto.ClaimAnswer;
import io.lockstep.wire.proto.Holding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What was found of one session on those who hold it, and what of that counts. Immutable. */
final class Found {
  private final List<Held> all;
  private final List<Held> counting = new ArrayList<>();
  private final Set<NodeId> voidHolders = new LinkedHashSet<>();
  private final Set<Epoch> voided = new LinkedHashSet<>();
  private final Optional<Held> newest;
  private final Optional<Held> best;

  /**
   * What one node holds.
   *
   * @param settled whether the epoch of what it holds was in force, as far as it was told
   * @param promised the epoch below which it refuses
   * @param owner the owner of that epoch; null when it knows of none
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
      @Nullable NodeId owner,
      Set<Epoch> seen,
      Set<Epoch> voided,
      Set<NodeId> named) {

    static Held of(NodeId node, ClaimAnswer answer) {
      NodeId owner = answer.getOwner() == 0 ? null : new NodeId(answer.getOwner());
      return new Held(
          node,
          answer.getHolding(),
          new Position(Epochs.of(answer.getEpoch()), answer.getSequence()),
          answer.getSettled(),
          Epochs.of(answer.getPromised()),
          owner,
          Epochs.of(answer.getSeenList()),
          Epochs.of(answer.getVoidedList()),
          named(Copy.nodes(answer.getCopiesList()), Copy.nodes(answer.getFormerList()), owner));
    }

    static Held of(NodeId node, Copy copy) {
      return new Held(
          node,
          copy.holding(),
          copy.position,
          copy.settled,
          copy.promised,
          copy.owner,
          copy.seen,
          copy.voided,
          named(copy.copies, copy.former, copy.owner));
    }

    private static Set<NodeId> named(
        Set<NodeId> copies, Set<NodeId> former, @Nullable NodeId owner) {
      var named = new LinkedHashSet<>(copies);
      named.addAll(former);
      if (owner != null) {
        named.add(owner);
      }
      return named;
    }

    boolean hasContent() {
      return holding != Holding.NONE;
    }

    /** Whether both promises were made for epochs of which neither descends from the other. */
    private boolean contradicts(Held other) {
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
    private boolean isRuledOutBy(Held other) {
      Epoch own = position.epoch();
      Epoch theirs = other.position.epoch();
      return other.settled
          && other.hasContent()
          && !own.equals(theirs)
          && own.counter() <= theirs.counter()
          && !settled;
    }

    private boolean descendsFrom(Epoch epoch) {
      return seen.contains(epoch) && !voided.contains(epoch);
    }
  }

  Found(List<Held> all) {
    this.all = List.copyOf(all);
    judge();
    newest =
        counting.stream().max(Comparator.comparing(Held::promised).thenComparing(Held::position));
    best =
        counting.stream()
            .filter(Held::hasContent)
            .max(
                Comparator.comparing((Held held) -> !voided.contains(held.position.epoch()))
                    .thenComparing(held -> counting.stream().noneMatch(held::isRuledOutBy))
                    .thenComparing(Held::position));
    best.ifPresent(this::rejectWhatItRulesOut);
  }

  /**
   * Content that has come further than what was in force, and cannot come from it, has the same
   * counter and another node's epoch, which therefore was never in force: its holder would refuse
   * whoever goes on from less and does not say so.
   */
  private void rejectWhatItRulesOut(Held chosen) {
    all.stream()
        .filter(held -> held.hasContent() && held.isRuledOutBy(chosen))
        .filter(held -> held.position.compareTo(chosen.position) > 0)
        .forEach(held -> voided.add(held.position.epoch()));
  }

  /**
   * Tells what counts. A holding is void when a node that its epoch needs has consented to another
   * epoch, of which neither supersedes the other: that node went with the other side of a split, so
   * this side was never settled. Where all are void, none was, and the highest stays.
   */
  private void judge() {
    var left = new ArrayList<Held>();
    all.forEach(held -> (isVoid(held) ? left : counting).add(held));
    if (counting.stream().noneMatch(Held::hasContent)) {
      counting.clear();
      counting.addAll(all);
      left.clear();
    }
    all.forEach(held -> voided.addAll(held.voided));
    for (Held held : left) {
      voided.add(held.promised);
      if (held.hasContent()) {
        voidHolders.add(held.node);
      }
    }
    voided.remove(Epoch.NONE);
  }

  private boolean isVoid(Held held) {
    return all.stream()
        .anyMatch(
            other ->
                !other.node.equals(held.node)
                    && (other.voided.contains(held.promised)
                        || (held.named.contains(other.node) && held.contradicts(other))));
  }

  List<Held> all() {
    return all;
  }

  /** Those whose content does not count, and must be forgotten. */
  Set<NodeId> voidHolders() {
    return new LinkedHashSet<>(voidHolders);
  }

  /** Every epoch that was found, now or before, never to have been in force. */
  Set<Epoch> voided() {
    return new LinkedHashSet<>(voided);
  }

  /** Every epoch that was promised, and all that those supersede. */
  Set<Epoch> promises() {
    var promises = new LinkedHashSet<Epoch>();
    all.forEach(held -> promises.addAll(held.seen));
    all.forEach(held -> promises.add(held.promised));
    promises.remove(Epoch.NONE);
    return promises;
  }

  /** The highest epoch that was in force, as far as anybody was told; NONE when nobody was. */
  Epoch settledEpoch() {
    return all.stream()
        .filter(held -> held.settled && held.hasContent())
        .map(held -> held.position.epoch())
        .filter(epoch -> !voided.contains(epoch))
        .max(Comparator.naturalOrder())
        .orElse(Epoch.NONE);
  }

  /** The highest epoch counter among what counts. */
  long highestCounter() {
    return newest.map(held -> held.promised.counter()).orElse(0L);
  }

  /**
   * The holding whose content has come furthest, ended or not. What was written under an epoch that
   * anybody has found void, or that cannot come from what was in force, is only gone on from when
   * there is nothing else, whatever its holder has promised since.
   */
  Optional<Held> best() {
    return best;
  }

  /** Whether the best was written under an epoch that was found never to have been in force. */
  boolean isBestVoid() {
    return best.filter(held -> voided.contains(held.position.epoch())).isPresent();
  }

  /**
   * The nodes that the holding under the highest promised epoch names, and those that the best
   * names.
   */
  Set<NodeId> named() {
    var named = new LinkedHashSet<NodeId>();
    newest.ifPresent(held -> named.addAll(held.named));
    best.ifPresent(held -> named.addAll(held.named));
    return named;
  }

  /**
   * Whether the content's epoch was in force, as its holder was told, and no other was promised.
   */
  boolean isInForce(Held held) {
    Epoch epoch = held.position.epoch();
    return held.settled && newest.filter(other -> other.promised.equals(epoch)).isPresent();
  }

  /** The nodes whose copy is exactly at the position, in the order in which they were heard. */
  Set<NodeId> holdersOf(Position position) {
    return all.stream()
        .filter(held -> held.holding == Holding.COPY && held.position.equals(position))
        .map(Held::node)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
