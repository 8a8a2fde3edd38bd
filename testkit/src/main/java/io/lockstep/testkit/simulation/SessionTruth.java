package io.lockstep.testkit.simulation;

import io.lockstep.sequence.Epoch;
import io.lockstep.sequence.Position;
import io.lockstep.transport.NodeId;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where the copies of one session truly are, as far as what nodes sent tells. */
final class SessionTruth {
  private static final Version EMPTY = new Version(null, "");

  private final Predicate<NodeId> living;
  private final VersionHistory history = new VersionHistory();
  private final Map<NodeId, Copy> copies = new LinkedHashMap<>();
  private final Set<Epoch> settled = new HashSet<>();
  private final Guarantee guarantee;
  private @Nullable String label;
  private boolean ended;

  /** Whether a copy was lost since it was last looked whether one is left. */
  private boolean fewer;

  private long lostAtNs = Long.MAX_VALUE;

  SessionTruth(int backups, Predicate<NodeId> living) {
    this.living = living;
    this.guarantee = new Guarantee(backups);
  }

  // ---- what nodes show ----

  /** A node sent a batch, so it has applied it. */
  void batch(NodeId owner, Position position, @Nullable String token) {
    Version before = before(owner, position);
    Version after = token == null ? before : history.written(token, position, before);
    follow(before, after);
    hold(owner, position, after);
  }

  /** A node sent the whole session. */
  void content(NodeId holder, Position position, @Nullable String token) {
    Version before = before(holder, position);
    Version version = token == null ? before : history.shown(token, position, before);
    follow(before, version);
    hold(holder, position, version);
    history.since(position, version);
  }

  /** Whoever has come further than a version that turns up late has it, too. */
  private void follow(Version before, Version after) {
    copies.replaceAll(
        (holder, copy) ->
            copy.version == before && history.at(copy.position) == after
                ? new Copy(copy.position, after)
                : copy);
  }

  /** A node said that it has applied everything up to there. */
  void applied(NodeId holder, Position position) {
    Version known = history.at(position);
    if (known != null) {
      put(holder, new Copy(position, known));
    }
  }

  /** A node began an epoch that goes on from this position of an earlier one. */
  void begun(Epoch epoch, Position base) {
    history.begun(epoch, base);
  }

  /**
   * A node speaks as the owner under an epoch: it has all that was written under it, or what it
   * went on from.
   */
  void owns(NodeId owner, Epoch epoch) {
    applied(owner, history.endOf(epoch));
  }

  /** The epoch needs no consent any more. */
  void settled(Epoch epoch) {
    settled.add(epoch);
    countAgain(epoch);
  }

  /** Somebody ended the session, or its time has run out: nobody keeps it from now on. */
  void ended() {
    ended = true;
  }

  private void hold(NodeId holder, Position position, Version version) {
    history.note(position, version);
    Copy present = copies.get(holder);
    if (present == null || present.position.compareTo(position) <= 0) {
      put(holder, new Copy(position, version));
    }
  }

  private void put(NodeId holder, Copy copy) {
    copies.put(holder, copy);
    if (!living.test(holder)) {
      guarantee.ended(holder, copy.version);
      fewer = true;
    }
    fewer |= !guarantee.isKeptBy(copy.version);
    countAgain(copy.position.epoch());
  }

  private Version before(NodeId holder, Position position) {
    Version known = history.at(position);
    if (known != null) {
      return known;
    }
    Copy copy = copies.get(holder);
    return copy == null || copy.isLaterInTheEpochOf(position) ? EMPTY : copy.version;
  }

  /** The holder has no copy any more. */
  void forgotten(NodeId holder) {
    copies.remove(holder);
    fewer = true;
  }

  /** The life is over, and its copy with it. */
  void ended(NodeId life) {
    Copy copy = copies.get(life);
    if (copy != null) {
      guarantee.ended(life, copy.version);
      fewer = true;
    }
  }

  // ---- what was promised ----

  /** A caller was told that the backups hold this. */
  void promised(String token) {
    Version version = history.version(token);
    if (version != null) {
      guarantee.promised(version);
      guarantee.held(livingCopies().count());
    }
  }

  private void countAgain(Epoch epoch) {
    if (guarantee.counts() && settled.contains(epoch)) {
      guarantee.held(livingCopies().filter(copy -> copy.position.epoch().equals(epoch)).count());
    }
  }

  /** The living copies that hold what is promised. */
  private Stream<Copy> livingCopies() {
    return living().filter(copy -> guarantee.isKeptBy(copy.version));
  }

  /** In how many lives that fit, a copy holds what one of the tokens' batches made. */
  long holders(Collection<String> tokens, Predicate<NodeId> fits) {
    List<Version> any = tokens.stream().map(history::version).filter(v -> v != null).toList();
    return copies.entrySet().stream()
        .filter(copy -> fits.test(copy.getKey()))
        .filter(copy -> any.stream().anyMatch(copy.getValue().version::includes))
        .count();
  }

  /**
   * Whether the session goes on with what was written under the token, or may: a copy that has it
   * does not count where an epoch in force goes on without, though nobody may have told its holder.
   */
  boolean goesOnWith(String token) {
    Version version = history.version(token);
    return version != null
        && living()
            .filter(copy -> copy.version.includes(version))
            .anyMatch(copy -> living().noneMatch(other -> leavesOut(other, version, copy)));
  }

  private boolean leavesOut(Copy present, Version version, Copy older) {
    return settled.contains(present.position.epoch())
        && older.position.epoch().isBelow(present.position.epoch())
        && !present.version.includes(version);
  }

  private Stream<Copy> living() {
    return copies.entrySet().stream()
        .filter(copy -> living.test(copy.getKey()))
        .map(Map.Entry::getValue);
  }

  /** Whether anything was sent that holds what was written under the token. */
  boolean knows(String token) {
    return history.version(token) != null;
  }

  /** Whether any copy is where it fits. */
  boolean heldBy(Predicate<NodeId> fits) {
    return copies.keySet().stream().anyMatch(fits);
  }

  /** What the copies are that are where it fits. */
  Stream<String> tokens(Predicate<NodeId> fits) {
    return copies.entrySet().stream()
        .filter(copy -> fits.test(copy.getKey()))
        .map(copy -> copy.getValue().version().token());
  }

  boolean heldBy(NodeId life) {
    return copies.containsKey(life);
  }

  /** Who owned the session under an epoch in which it held what the token's batch made. */
  Set<NodeId> ownersOf(String token) {
    Version version = history.version(token);
    return version == null ? Set.of() : history.ownersOf(version);
  }

  // ---- losses ----

  /**
   * Whether what was promised is in no living copy any more, and that was not so before; it counts
   * as lost from now on.
   */
  boolean losesNow(long nanos) {
    if (!fewer || lost() || ended) {
      return false;
    }
    fewer = false;
    if (livingCopies().findAny().isPresent()) {
      return false;
    }
    lostAtNs = nanos;
    return true;
  }

  boolean lost() {
    return lostAtNs != Long.MAX_VALUE;
  }

  long lostAtNs() {
    return lostAtNs;
  }

  Guarantee guarantee() {
    return guarantee;
  }

  /** Under which position the token was first sent, if it was. */
  Optional<Position> positionOf(String token) {
    return Optional.ofNullable(history.firstSent(token));
  }

  /** Names the visitor's session whose copies these are. */
  void label(String visitors) {
    label = visitors;
  }

  /** The visitor's session; empty while nothing was written. */
  Optional<String> label() {
    return Optional.ofNullable(label);
  }

  @Override
  public String toString() {
    return copies.toString();
  }

  private record Copy(Position position, Version version) {
    private boolean isLaterInTheEpochOf(Position other) {
      return position.epoch().equals(other.epoch()) && position.sequence() > other.sequence();
    }
  }
}
