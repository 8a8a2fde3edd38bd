package io.lockstep.config;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A kind of transport that is there, as far as settings go.
 *
 * @param name as in {@code lockstep.transport}
 * @param settings what its settings are called, without prefix; empty when it does not tell
 * @param check throws {@link IllegalArgumentException}, with a line for each mistake, about an
 *     instance's settings by their full name
 */
public record TransportKind(
    String name, Optional<Set<String>> settings, Consumer<Map<String, String>> check) {
  /** Copies the set. */
  public TransportKind {
    settings = settings.map(TreeSet::new);
  }

  /** One that judges its own settings elsewhere. */
  static TransportKind named(String name) {
    return new TransportKind(name, Optional.empty(), settings -> {});
  }
}
