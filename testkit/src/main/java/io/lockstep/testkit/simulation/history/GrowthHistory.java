package io.lockstep.testkit.simulation.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The readings of a list to which one only ever adds at the end: of any two, one begins with the
 * other, and a later one is never the shorter one. So what was read once neither goes nor moves.
 */
public final class GrowthHistory {
  private final List<Reading> readings = new ArrayList<>();

  /** The list was read. */
  public void read(List<String> items, Interval interval) {
    readings.add(new Reading(List.copyOf(items), interval));
  }

  /** What is wrong, or empty. Compares every two readings. */
  public Optional<String> violation() {
    for (Reading one : readings) {
      for (Reading other : readings) {
        if (one.items.size() <= other.items.size() && !other.beginsWith(one)) {
          return Optional.of("%s does not begin with %s".formatted(other, one));
        }
        if (one.items.size() < other.items.size() && other.interval.precedes(one.interval)) {
          return Optional.of("%s came after %s".formatted(one, other));
        }
      }
    }
    return Optional.empty();
  }

  private record Reading(List<String> items, Interval interval) {
    boolean beginsWith(Reading shorter) {
      return items.subList(0, shorter.items.size()).equals(shorter.items);
    }

    @Override
    public String toString() {
      return "%s read at %.6f s".formatted(items, interval.startNs() / 1e9);
    }
  }
}
