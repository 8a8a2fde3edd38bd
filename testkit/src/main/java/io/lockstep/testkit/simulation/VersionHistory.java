package io.lockstep.testkit.simulation;

import io.lockstep.sequence.Epoch;
import io.lockstep.sequence.Position;
import io.lockstep.transport.NodeId;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What one session was at which position, as far as what nodes sent tells, in whatever order. */
final class VersionHistory {
  private final TreeMap<Position, Version> versions = new TreeMap<>();
  private final Map<Epoch, Position> bases = new HashMap<>();

  /** Those of epochs whose own is not known, by what others leave out. */
  private final Map<Epoch, Position> supposed = new HashMap<>();

  private final Map<String, Version> byToken = new HashMap<>();
  private final Map<String, Position> firstSent = new HashMap<>();

  /** An epoch goes on from this position of an earlier one. */
  void begun(Epoch epoch, Position base) {
    if (base.epoch().isBelow(epoch)) {
      Position known = bases.putIfAbsent(epoch, base);
      if (known != null) {
        skipped(known, base);
      }
    }
  }

  /**
   * A past leaves out epochs in which nothing was written. One that an owner raised alone, and that
   * nobody heard of but as what another went on from, has what the earlier one has there.
   */
  private void skipped(Position known, Position base) {
    Epoch epoch = known.epoch();
    if (known.sequence() != base.sequence() || !base.epoch().isBelow(epoch)) {
      return;
    }
    Position direct = bases.get(epoch);
    if (direct != null) {
      skipped(direct, base);
    } else if (versions.subMap(new Position(epoch, 0), true, known, true).isEmpty()) {
      supposed.putIfAbsent(epoch, base);
    }
  }

  /** What an epoch goes on from; null when nothing is known of that. */
  private @Nullable Position base(Epoch epoch) {
    Position direct = bases.get(epoch);
    return direct == null ? supposed.get(epoch) : direct;
  }

  /** A batch wrote this at that position. */
  Version written(String token, Position position, Version before) {
    boolean isNew = !byToken.containsKey(token);
    Version after = version(token, before);
    firstSent.putIfAbsent(token, position);
    if (isNew) {
      insert(position, before, after);
    }
    note(position, after);
    return after;
  }

  /** A whole session has this at that position. */
  Version shown(String token, Position position, Version before) {
    boolean isNew = !byToken.containsKey(token);
    Version after = version(token, before);
    if (isNew) {
      replace(position, before, after);
    }
    note(position, after);
    return after;
  }

  /** The session was this at that position, unless it is known what it was. */
  void note(Position position, Version version) {
    versions.putIfAbsent(position, version);
  }

  /**
   * A batch is first seen after later ones when it could not be sent at first, and is sent again:
   * those, of its epoch and of all that go on from there, were made from it all the same.
   */
  private void insert(Position position, Version before, Version after) {
    for (Map.Entry<Position, Version> later : versions.tailMap(position, false).entrySet()) {
      if (isPast(position, later.getKey())) {
        if (later.getValue() == before) {
          later.setValue(after);
        } else if (later.getValue() != after && later.getValue().follows(before)) {
          later.getValue().follow(after);
        }
      }
    }
  }

  /** Whether what is at the later position was made from what is at the earlier one, or is it. */
  private boolean isPast(Position earlier, Position later) {
    Position present = later;
    while (present != null && !present.epoch().equals(earlier.epoch())) {
      present = base(present.epoch());
    }
    return present != null && earlier.sequence() <= present.sequence();
  }

  /**
   * What one batch wrote was not seen, since its link had stalled, but a later one that wrote
   * nothing: whoever has come that far has what the whole session shows.
   */
  private void replace(Position position, Version before, Version after) {
    Position same = position;
    while (same != null && same.sequence() == position.sequence()) {
      if (!same.equals(firstSent.get(before.token()))) {
        versions.replace(same, before, after);
        insert(same, before, after);
      }
      same = base(same.epoch());
    }
  }

  /**
   * It was the same already in earlier epochs, back to where something was written: what an owner
   * stamped while it had no backup is first seen under a later one, but a past names the earlier.
   */
  void since(Position position, Version version) {
    Position base = base(position.epoch());
    while (base != null && base.sequence() == position.sequence()) {
      versions.putIfAbsent(base, version);
      base = base(base.epoch());
    }
  }

  /** What the session was at a position; null when nothing was seen of that. */
  @Nullable Version at(Position position) {
    Position wanted = position;
    while (wanted != null) {
      Map.Entry<Position, Version> known = versions.floorEntry(wanted);
      if (known != null && known.getKey().epoch().equals(wanted.epoch())) {
        return known.getValue();
      }
      wanted = base(wanted.epoch());
    }
    return null;
  }

  private Version version(String token, Version parent) {
    return byToken.computeIfAbsent(token, any -> new Version(parent, token));
  }

  /** What was written under the token; null when nothing was sent that holds it. */
  @Nullable Version version(String token) {
    return byToken.get(token);
  }

  /** Where the token's batch was first sent; null when it was not. */
  @Nullable Position firstSent(String token) {
    return firstSent.get(token);
  }

  /** Up to where something was written under the epoch, or what it went on from. */
  Position endOf(Epoch epoch) {
    Position last = versions.floorKey(new Position(epoch, Long.MAX_VALUE));
    boolean isWritten = last != null && last.epoch().equals(epoch);
    Position base = base(epoch);
    Position end = isWritten ? last : new Position(epoch, base == null ? 0 : base.sequence());
    Version known = at(end);
    if (known != null) {
      versions.putIfAbsent(end, known);
    }
    return end;
  }

  /** Who owned the session under an epoch in which it held the version. */
  Set<NodeId> ownersOf(Version version) {
    return versions.entrySet().stream()
        .filter(known -> known.getValue().includes(version))
        .map(known -> new NodeId(known.getKey().epoch().node()))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
