package io.lockstep.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Settings by their full name as they were found in one or several places, not yet judged.
 * Immutable.
 */
public final class GivenSettings {
  private final Map<String, Given> given;
  private final Map<String, String> places;
  private final List<String> mistakes;

  /**
   * Copies all.
   *
   * @param places the beginnings of names that a part of a file stands for, and where it stands
   * @param mistakes what could not even be read
   */
  GivenSettings(Map<String, Given> given, Map<String, String> places, Collection<String> mistakes) {
    this.given = Collections.unmodifiableMap(new TreeMap<>(given));
    this.places = Collections.unmodifiableMap(new LinkedHashMap<>(places));
    this.mistakes = List.copyOf(mistakes);
  }

  /** Settings as properties, whose names stand for themselves in messages. */
  public static GivenSettings of(Map<String, String> properties) {
    var given = new TreeMap<String, Given>();
    properties.forEach((name, value) -> given.put(name, Given.property(name, value)));
    return new GivenSettings(given, Map.of(), List.of());
  }

  /** The value of the setting with this full name, or null when it is not set. */
  public @Nullable String value(String name) {
    Given found = given.get(name);
    return found == null ? null : found.value();
  }

  Optional<Given> find(String name) {
    return Optional.ofNullable(given.get(name));
  }

  Map<String, Given> all() {
    return given;
  }

  List<String> mistakes() {
    return mistakes;
  }

  /** How a message names what has this full name, or this beginning of names. */
  String origin(String name) {
    return find(name).map(Given::origin).orElseGet(() -> places.getOrDefault(name, name));
  }

  /** Those whose names begin so, under another beginning; what the file says of places is gone. */
  GivenSettings moved(String prefix, String to) {
    var moved = new TreeMap<String, Given>();
    given.forEach(
        (name, value) -> {
          if (name.startsWith(prefix)) {
            moved.put(to + name.substring(prefix.length()), value);
          }
        });
    return new GivenSettings(moved, Map.of(), List.of());
  }

  /** These, and those of the other that are not among them. */
  GivenSettings over(GivenSettings other) {
    var merged = new TreeMap<>(other.given);
    merged.putAll(given);
    return new GivenSettings(merged, places, mistakes);
  }

  GivenSettings without(String name) {
    var fewer = new TreeMap<>(given);
    fewer.remove(name);
    return new GivenSettings(fewer, places, mistakes);
  }

  /** The values by their full name. */
  Map<String, String> values() {
    var values = new TreeMap<String, String>();
    given.forEach((name, value) -> values.put(name, value.value()));
    return values;
  }

  /**
   * What comes next in the names that begin so: first the names that a file gave to its parts, in
   * their order, then those up to the next dot of other names, sorted.
   */
  Set<String> partsBelow(String prefix) {
    var parts = new LinkedHashSet<String>();
    List<String> known =
        places.keySet().stream().filter(place -> place.startsWith(prefix)).toList();
    known.forEach(place -> parts.add(place.substring(prefix.length(), place.length() - 1)));
    var others = new ArrayList<>(given.keySet());
    others.removeIf(name -> !name.startsWith(prefix) || known.stream().anyMatch(name::startsWith));
    others.stream()
        .map(name -> name.substring(prefix.length()))
        .filter(rest -> rest.indexOf('.') > 0)
        .forEach(rest -> parts.add(rest.substring(0, rest.indexOf('.'))));
    return parts;
  }
}
