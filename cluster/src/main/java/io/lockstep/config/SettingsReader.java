package io.lockstep.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Reads typed values, and collects what is wrong with them: after a mistake it goes on with the
 * default, so that all mistakes are told at once. Not thread-safe.
 */
final class SettingsReader {
  private final Map<String, String> settings;
  private final List<String> mistakes = new ArrayList<>();

  SettingsReader(Map<String, String> settings) {
    this.settings = settings;
  }

  void mistake(String name, String value, String allowed) {
    mistakes.add("%s \"%s\": allowed is %s".formatted(SettingNames.PREFIX + name, value, allowed));
  }

  void mistake(String line) {
    mistakes.add(line);
  }

  /** Throws what was collected, if anything. */
  void finish() {
    if (!mistakes.isEmpty()) {
      throw new ConfigurationException(mistakes);
    }
  }

  boolean isSet(String name) {
    return settings.containsKey(SettingNames.PREFIX + name);
  }

  /** The value as text; every kind of white space around it is dropped. */
  String text(String name, Supplier<String> otherwise) {
    String value = settings.get(SettingNames.PREFIX + name);
    return value == null ? otherwise.get() : value.replace('\u00a0', ' ').strip();
  }

  /** The value as text that passes the test. */
  String text(String name, String otherwise, Predicate<String> test, String allowed) {
    return value(name, otherwise, text -> test.test(text) ? Optional.of(text) : none(), allowed);
  }

  private static <T> Optional<T> none() {
    return Optional.empty();
  }

  private <T> T value(
      String name, T otherwise, Function<String, Optional<T>> parser, String allowed) {
    if (!isSet(name)) {
      return otherwise;
    }
    String text = text(name, () -> "");
    Optional<T> value = parser.apply(text);
    if (value.isEmpty()) {
      mistake(name, text, allowed);
    }
    return value.orElse(otherwise);
  }

  boolean flag(String name, boolean otherwise) {
    return choice(name, otherwise ? Flag.TRUE : Flag.FALSE) == Flag.TRUE;
  }

  private enum Flag {
    TRUE,
    FALSE
  }

  /** One of an enum's constants, written in lower case with dashes. */
  <E extends Enum<E>> E choice(String name, E otherwise) {
    E[] constants = otherwise.getDeclaringClass().getEnumConstants();
    return value(
        name,
        otherwise,
        text -> Arrays.stream(constants).filter(c -> written(c).equals(text)).findFirst(),
        String.join(" or ", Arrays.stream(constants).map(SettingsReader::written).toList()));
  }

  private static String written(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** A whole number within bounds, both included. */
  int number(String name, int otherwise, int least, int most) {
    return value(
        name,
        otherwise,
        text -> text.matches("\\d{1,9}") ? within(Integer.parseInt(text), least, most) : none(),
        most == Integer.MAX_VALUE
            ? "a whole number, %d or more".formatted(least)
            : "a whole number, %d to %d".formatted(least, most));
  }

  private static Optional<Integer> within(int number, int least, int most) {
    return number >= least && number <= most ? Optional.of(number) : none();
  }

  /** An interval that is not shorter than the least. */
  Duration interval(String name, Duration otherwise, Duration least) {
    return value(
        name,
        otherwise,
        text -> Interval.parse(text).filter(span -> span.compareTo(least) >= 0),
        Interval.ALLOWED + (least.isZero() ? "" : "; not zero"));
  }

  /** The parts between commas or white space, without the empty ones. */
  List<String> list(String name) {
    return Arrays.stream(text(name, () -> "").split("[,\\s]+"))
        .filter(part -> !part.isEmpty())
        .toList();
  }

  /** All settings with the prefix, by their full name. */
  Map<String, String> startingWith(String prefix) {
    var found = new TreeMap<String, String>();
    settings.forEach(
        (name, value) -> {
          if (name.startsWith(prefix)) {
            found.put(name, value.replace('\u00a0', ' ').strip());
          }
        });
    return found;
  }
}
