package io.lockstep.transport.amqp;

import io.lockstep.config.ConfigurationException;
import io.lockstep.config.Interval;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads typed values, and collects what is wrong with them: after a mistake it goes on with the
 * default, so that all mistakes are told at once. Not thread-safe.
 */
final class SettingReader {
  private final Map<String, String> settings;
  private final List<String> mistakes = new ArrayList<>();

  SettingReader(Map<String, String> settings) {
    this.settings = settings;
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

  /** What the maker makes, or the other value when it throws {@link IllegalArgumentException}. */
  <T> T checked(Supplier<T> maker, T otherwise) {
    try {
      return maker.get();
    } catch (IllegalArgumentException e) {
      mistake(String.valueOf(e.getMessage()));
      return otherwise;
    }
  }

  /** A time that {@link Interval} can read. */
  Duration time(String name, Duration otherwise) {
    return value(name, otherwise, Interval::parse, Interval.ALLOWED);
  }

  Duration positiveTime(String name, Duration otherwise) {
    return value(
        name,
        otherwise,
        text -> Interval.parse(text).filter(time -> !time.isZero()),
        Interval.ALLOWED + "; not zero");
  }

  Duration wholeSeconds(String name, Duration otherwise) {
    return value(
        name,
        otherwise,
        text -> Interval.parse(text).filter(SettingReader::isWholeSeconds),
        "whole seconds from 1 to 65535");
  }

  private static boolean isWholeSeconds(Duration time) {
    return time.toMillis() % 1_000 == 0 && time.toSeconds() >= 1 && time.toSeconds() <= 65_535;
  }

  int positiveNumber(String name, int otherwise) {
    return value(
        name, otherwise, SettingReader::positive, "a whole number from 1 to " + Integer.MAX_VALUE);
  }

  private static Optional<Integer> positive(String text) {
    if (!text.matches("\\d{1,10}")) {
      return Optional.empty();
    }
    long number = Long.parseLong(text);
    return number > 0 && number <= Integer.MAX_VALUE ? Optional.of((int) number) : Optional.empty();
  }

  private <T> T value(
      String name, T otherwise, Function<String, Optional<T>> parser, String allowed) {
    String text = settings.get(name);
    if (text == null) {
      return otherwise;
    }
    Optional<T> value = parser.apply(text.strip());
    if (value.isEmpty()) {
      mistake("%s \"%s\": allowed is %s".formatted(name, text, allowed));
    }
    return value.orElse(otherwise);
  }
}
