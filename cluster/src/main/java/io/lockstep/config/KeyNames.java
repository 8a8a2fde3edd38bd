package io.lockstep.config;

import io.lockstep.wire.proto.TrafficKey;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The traffic keys as the file writes them: {@code AppNode} for {@code APP_NODE}. */
public final class KeyNames {
  private static final Map<String, TrafficKey> KEYS = keys();

  /** All names, in the order of the wire's numbers. */
  static final List<String> ALL = List.copyOf(KEYS.keySet());

  private KeyNames() {}

  private static Map<String, TrafficKey> keys() {
    var keys = new LinkedHashMap<String, TrafficKey>();
    for (TrafficKey key : TrafficKey.values()) {
      if (key != TrafficKey.UNRECOGNIZED) {
        keys.put(of(key), key);
      }
    }
    return keys;
  }

  /** The name of a key. */
  public static String of(TrafficKey key) {
    return Arrays.stream(key.name().split("_", -1))
        .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.joining());
  }

  static Optional<TrafficKey> find(String name) {
    return Optional.ofNullable(KEYS.get(name));
  }

  /** What is wrong with a name that is none. */
  static String allowed(String name) {
    return "one of %s; the nearest is %s"
        .formatted(String.join(", ", ALL), Spelling.nearest(name, ALL));
  }

  static List<TrafficKey> all() {
    return List.copyOf(KEYS.values());
  }
}
