package io.lockstep.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects what places of settings hold; the first that has a name decides. Not thread-safe. */
final class SettingsCollector {
  private final Map<String, Given> given = new LinkedHashMap<>();
  private final Map<String, String> places = new LinkedHashMap<>();
  private final List<String> mistakes = new ArrayList<>();

  /** Keeps the value unless the name has one. */
  void offer(String name, Given value) {
    given.putIfAbsent(name, value);
  }

  /** What a part of a file, whose settings' names begin so, is called in messages. */
  void place(String prefix, String origin) {
    places.put(prefix, origin);
  }

  /** Where the part with this beginning stands, or null. */
  @Nullable String placeOf(String prefix) {
    return places.get(prefix);
  }

  void mistake(String line) {
    mistakes.add(line);
  }

  GivenSettings settings() {
    return new GivenSettings(given, places, mistakes);
  }
}
