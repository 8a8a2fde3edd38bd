package io.lockstep.testkit.simulation;

import io.lockstep.sequence.Epoch;
import io.lockstep.sequence.Position;
import io.lockstep.transport.NodeId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Where the copies of one session truly are, as far as what nodes sent tells. */
final class SessionTruth {
  private static final Version EMPTY = new Version(null, "");

  private final TreeMap<Position, Version> versions = new TreeMap<>();
  private final Map<Epoch, Position> bases = new HashMap<>();
  private final Map<String, Version> byToken = new HashMap<>();
  private final Map<String, Position> firstSent = new HashMap<>();
  private final Map<NodeId, Copy> copies = new LinkedHashMap<>();
  private @Nullable Version promised;
  private long lostAtNs = Long.MAX_VALUE;

  /** A node sent a batch, so it has applied it. */
  void batch(NodeId owner, Position position, @Nullable String token) {
    Version before = before(owner, position);
    Version after = token == null ? before : version(token, before);
    if (token != null) {
      firstSent.putIfAbsent(token, position);
    }
    hold(owner, position, after);
  }

  /** A node sent the whole session. */
  void content(NodeId holder, Position position, @Nullable String token) {
    Version before = before(holder, position);
    hold(holder, position, token == null ? before : version(token, before));
  }

  /** A node said that it has applied everything up to there. */
  void applied(NodeId holder, Position position) {
    Version version = at(position);
    if (version != null) {
      copies.put(holder, new Copy(position, version));
    }
  }

  /**
   * A node began an epoch that goes on from this position of an earlier one. What the session was
   * there may be seen only later, when its content is sent.
   */
  void begun(Epoch epoch, Position base) {
    bases.putIfAbsent(epoch, base);
  }

  private @Nullable Version at(Position position) {
    Map.Entry<Position, Version> known = versions.floorEntry(position);
    if (known != null && known.getKey().epoch().equals(position.epoch())) {
      return known.getValue();
    }
    Position base = bases.get(position.epoch());
    boolean goesOn =
        base != null
            && base.epoch().isBelow(position.epoch())
            && base.sequence() <= position.sequence();
    return goesOn ? at(base) : null;
  }

  private void hold(NodeId holder, Position position, Version version) {
    versions.putIfAbsent(position, version);
    Copy present = copies.get(holder);
    if (present == null || present.position.compareTo(position) <= 0) {
      copies.put(holder, new Copy(position, version));
    }
  }

  private Version before(NodeId holder, Position position) {
    Version known = at(position);
    if (known != null) {
      return known;
    }
    Copy copy = copies.get(holder);
    return copy == null ? EMPTY : copy.version;
  }

  private Version version(String token, Version parent) {
    return byToken.computeIfAbsent(token, any -> new Version(parent, token));
  }

  void forgotten(NodeId holder) {
    copies.remove(holder);
  }

  /** The holder learnt of a higher epoch than its own. */
  void fenced(NodeId holder, Epoch epoch) {
    Copy copy = copies.get(holder);
    if (copy != null && copy.position.epoch().isBelow(epoch)) {
      copies.remove(holder);
    }
  }

  /** A caller was told that the copies hold this. */
  void promised(String token) {
    Version version = byToken.get(token);
    if (version != null && (promised == null || version.depth() > promised.depth())) {
      promised = version;
    }
  }

  /** Whether a copy that fits holds what the token's batch made. */
  boolean heldBy(String token, Predicate<NodeId> fits) {
    Version version = byToken.get(token);
    return version != null
        && copies.entrySet().stream()
            .anyMatch(
                copy -> fits.test(copy.getKey()) && copy.getValue().version.includes(version));
  }

  /** Whether any copy is where it fits. */
  boolean heldBy(Predicate<NodeId> fits) {
    return copies.keySet().stream().anyMatch(fits);
  }

  /** The life is over; if nobody living holds what was promised, that is lost, and rightly. */
  boolean lostWith(NodeId ended, Predicate<NodeId> living, long nanos) {
    if (!copies.containsKey(ended) || lost() || survives(living)) {
      return false;
    }
    lostAtNs = nanos;
    return true;
  }

  private boolean survives(Predicate<NodeId> living) {
    Version needed = promised;
    return copies.entrySet().stream()
        .filter(copy -> living.test(copy.getKey()))
        .anyMatch(copy -> needed == null || copy.getValue().version.includes(needed));
  }

  boolean lost() {
    return lostAtNs != Long.MAX_VALUE;
  }

  long lostAtNs() {
    return lostAtNs;
  }

  /** Under which position the token was first sent, if it was. */
  Optional<Position> positionOf(String token) {
    return Optional.ofNullable(firstSent.get(token));
  }

  @Override
  public String toString() {
    return copies.toString();
  }

  private record Copy(Position position, Version version) {}
}
