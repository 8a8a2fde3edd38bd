package io.lockstep.testkit.simulation;

import io.lockstep.testkit.simulation.StoreTruth.Version;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an application on one process saw of a store: nothing that was gone may come back, and
 * nothing may go but for something newer.
 */
final class StoreWitness {
  private final StoreTruth truth;
  private final Map<String, String> present = new HashMap<>();
  private final Set<String> gone = new HashSet<>();

  StoreWitness(StoreTruth truth) {
    this.truth = truth;
  }

  /**
   * The application has given the entry this value, or none.
   *
   * @return what went against the promises
   */
  Optional<String> makes(String key, @Nullable String value, long nowMs) {
    Optional<String> wrong = note(key, value, nowMs);
    if (value == null) {
      truth.removed(gone.stream().filter(before -> before.startsWith(key + ".")).toList());
    }
    return wrong;
  }

  /**
   * The application sees this value of the entry, or none.
   *
   * @return what went against the promises
   */
  Optional<String> sees(String key, @Nullable String value, long nowMs) {
    String before = present.get(key);
    Optional<String> wrong = note(key, value, nowMs);
    return wrong.isPresent() || before == null || before.equals(value)
        ? wrong
        : lost(key, before, value, nowMs);
  }

  private Optional<String> note(String key, @Nullable String value, long nowMs) {
    String before = value == null ? present.remove(key) : present.put(key, value);
    // What is over comes back when the clock is set back.
    boolean isHidden = value == null && before != null && StoreWorkload.isOver(before, nowMs);
    if (before != null && !before.equals(value) && !isHidden) {
      gone.add(before);
    }
    return value != null && gone.contains(value)
        ? Optional.of("%s came back though it was gone".formatted(value))
        : Optional.empty();
  }

  private Optional<String> lost(String key, String before, @Nullable String after, long nowMs) {
    Optional<Version> old = truth.of(key, before);
    if (old.isEmpty()) {
      return Optional.empty();
    }
    boolean rightly =
        after == null
            ? StoreWorkload.isOver(before, nowMs)
                || truth.isRemoved(before)
                || truth.isGoneAfter(key, old.get(), nowMs)
            : truth.of(key, after).filter(version -> version.isNewerThan(old.get())).isPresent();
    return rightly
        ? Optional.empty()
        : Optional.of("%s went for %s, which is not newer".formatted(before, after));
  }
}
