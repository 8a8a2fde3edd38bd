package io.lockstep.testkit.simulation.history;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The additions to one list, and the readings of it: nothing that was promised may vanish. */
public final class ListHistory {
  private final Set<String> added = new HashSet<>();
  private final Map<String, Interval> promises = new LinkedHashMap<>();
  private final List<Reading> readings = new ArrayList<>();

  /**
   * An item was added.
   *
   * @param promised whether the caller was told that it will stay
   */
  public void added(String item, Interval interval, boolean promised) {
    added.add(item);
    if (promised) {
      promises.put(item, interval);
    }
  }

  /** The list was read under a promise. */
  public void read(List<String> items, Interval interval) {
    readings.add(new Reading(List.copyOf(items), interval));
  }

  /** What is wrong, or empty. */
  public Optional<String> violation() {
    return readings.stream().map(this::violation).flatMap(Optional::stream).findFirst();
  }

  private Optional<String> violation(Reading reading) {
    var items = new HashSet<>(reading.items);
    if (items.size() < reading.items.size()) {
      return Optional.of("an item is there twice in " + reading);
    }
    return reading.items.stream()
        .filter(item -> !added.contains(item))
        .findFirst()
        .map(item -> "%s was never added, in %s".formatted(item, reading))
        .or(
            () ->
                promises.entrySet().stream()
                    .filter(promise -> promise.getValue().precedes(reading.interval))
                    .map(Map.Entry::getKey)
                    .filter(item -> !items.contains(item))
                    .findFirst()
                    .map(item -> "%s is missing from %s".formatted(item, reading)));
  }

  private record Reading(List<String> items, Interval interval) {
    @Override
    public String toString() {
      return "%s read at %.6f s".formatted(items, interval.startNs() / 1e9);
    }
  }
}
