package io.lockstep.testkit.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an application on one process saw of a store: nothing that was gone may come back. */
final class StoreWitness {
  private final Map<String, String> present = new HashMap<>();
  private final Set<String> gone = new HashSet<>();

  /**
   * The application sees, or has made, this value of the entry.
   *
   * @param value null when there is none
   * @return what went against the promise
   */
  Optional<String> sees(String key, @Nullable String value) {
    String before = value == null ? present.remove(key) : present.put(key, value);
    if (before != null && !before.equals(value)) {
      gone.add(before);
    }
    return value != null && gone.contains(value)
        ? Optional.of("%s came back though it was gone".formatted(value))
        : Optional.empty();
  }
}
