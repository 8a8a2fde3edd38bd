package io.lockstep.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reads typed values, and collects what is wrong with them: after a mistake it goes on with the
 * default, so that all mistakes are told at once. Not thread-safe.
 */
final class SettingsReader {
  private final GivenSettings settings;
  private final String prefix;
  private final List<String> mistakes;

  SettingsReader(GivenSettings settings) {
    this(settings, SettingNames.PREFIX, new ArrayList<>(settings.mistakes()));
  }

  private SettingsReader(GivenSettings settings, String prefix, List<String> mistakes) {
    this.settings = settings;
    this.prefix = prefix;
    this.mistakes = mistakes;
  }

  /** Reads others, whose names begin so, and collects their mistakes with these. */
  SettingsReader of(GivenSettings others, String newPrefix) {
    return new SettingsReader(others, newPrefix, mistakes);
  }

  GivenSettings settings() {
    return settings;
  }

  /** The value; the setting's default when it is absent or wrong. */
  <T> T get(Setting<T> setting) {
    return find(setting).orElseGet(setting::defaultValue);
  }

  /** The value, or empty when it is absent or wrong. */
  <T> Optional<T> find(Setting<T> setting) {
    Optional<Given> given = settings.find(nameOf(setting));
    Optional<T> value = given.flatMap(found -> setting.type().parse(found.value()));
    if (given.isPresent() && value.isEmpty()) {
      refuse(setting, setting.type().allowed());
    }
    return value;
  }

  boolean isSet(Setting<?> setting) {
    return settings.find(nameOf(setting)).isPresent();
  }

  String prefix() {
    return prefix;
  }

  String nameOf(Setting<?> setting) {
    return prefix + setting.name();
  }

  /** How a message names the setting. */
  String originOf(Setting<?> setting) {
    return settings.origin(nameOf(setting));
  }

  /** The value that is there cannot be. */
  void refuse(Setting<?> setting, String allowed) {
    String value = Optional.ofNullable(settings.value(nameOf(setting))).orElse("");
    mistake("%s \"%s\": allowed is %s".formatted(originOf(setting), value, allowed));
  }

  /** A value that must be there is not. */
  void missing(Setting<?> setting, String place) {
    String step = setting.element().substring(setting.element().lastIndexOf('/') + 1);
    mistake(
        "%s: %s (<%s> in a file) is missing; allowed is %s"
            .formatted(place, setting.name(), step, setting.type().allowed()));
  }

  void mistake(String line) {
    mistakes.add(line);
  }

  boolean hasMistakes() {
    return !mistakes.isEmpty();
  }

  /** What the maker makes, or the other value, with its mistakes collected, when it throws. */
  <T> T checked(Supplier<T> maker, T otherwise) {
    try {
      return maker.get();
    } catch (IllegalArgumentException e) {
      String.valueOf(e.getMessage()).lines().map(line -> named(line, "")).forEach(mistakes::add);
      return otherwise;
    }
  }

  /**
   * Collects the mistakes that a judge of these settings throws.
   *
   * @param place what lines about settings that are not there begin with
   */
  void judged(Runnable judge, String place) {
    try {
      judge.run();
    } catch (IllegalArgumentException e) {
      String.valueOf(e.getMessage())
          .lines()
          .map(line -> named(line, place + ": "))
          .forEach(mistakes::add);
    }
  }

  /** A line that begins with a property's name begins with the place in the file, if it has one. */
  private String named(String line, String place) {
    return settings.all().entrySet().stream()
        .filter(entry -> line.startsWith(entry.getKey()) && endsIn(line, entry.getKey().length()))
        .findFirst()
        .map(entry -> entry.getValue().origin() + line.substring(entry.getKey().length()))
        .orElse(place + line);
  }

  private static boolean endsIn(String line, int length) {
    return line.length() == length || " :\"".indexOf(line.charAt(length)) >= 0;
  }

  /** The values, by their full name. */
  Map<String, String> values() {
    return settings.values();
  }

  /** Throws what was collected, if anything. */
  void finish() {
    if (!mistakes.isEmpty()) {
      throw new ConfigurationException(mistakes);
    }
  }
}
