package io.lockstep.transport.amqp;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads typed values; each error names the setting, its value and what is allowed. */
final class SettingReader {
  private static final Pattern TIME = Pattern.compile("(\\d{1,9})\\s*([a-z]*)");

  private final Map<String, String> settings;

  SettingReader(Map<String, String> settings) {
    this.settings = settings;
  }

  /** A time such as {@code 500 ms}, {@code 5 sec} or {@code 1 min}; a bare number is in ms. */
  Duration time(String name, Duration fallback) {
    String value = settings.get(name);
    return value == null ? fallback : parseTime(name, value);
  }

  Duration positiveTime(String name, Duration fallback) {
    Duration time = time(name, fallback);
    if (time.isZero()) {
      throw wrong(
          name, settings.getOrDefault(name, ""), "a time above 0, for example 500 ms or 5 s");
    }
    return time;
  }

  Duration wholeSeconds(String name, Duration fallback) {
    Duration time = positiveTime(name, fallback);
    if (time.toMillis() % 1000 != 0 || time.toSeconds() > 65_535) {
      throw wrong(name, settings.getOrDefault(name, ""), "whole seconds from 1 to 65535");
    }
    return time;
  }

  int positiveNumber(String name, int fallback) {
    String value = settings.get(name);
    if (value == null) {
      return fallback;
    }
    try {
      int number = Integer.parseInt(value.strip());
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw wrong(name, value, "a whole number from 1 to " + Integer.MAX_VALUE);
    }
    throw wrong(name, value, "a whole number from 1 to " + Integer.MAX_VALUE);
  }

  private static Duration parseTime(String name, String value) {
    Matcher parts = TIME.matcher(value.strip().toLowerCase(Locale.ROOT));
    if (!parts.matches()) {
      throw wrong(name, value, "a time such as 500 ms, 5 s or 1 min");
    }
    return Duration.of(Long.parseLong(parts.group(1)), unit(name, value, parts.group(2)));
  }

  private static ChronoUnit unit(String name, String value, String unit) {
    return switch (unit) {
      case "", "ms" -> ChronoUnit.MILLIS;
      case "s", "sec" -> ChronoUnit.SECONDS;
      case "m", "min" -> ChronoUnit.MINUTES;
      default -> throw wrong(name, value, "a time in ms, s or min");
    };
  }

  private static IllegalArgumentException wrong(String name, String value, String allowed) {
    return new IllegalArgumentException("%s \"%s\": allowed is %s".formatted(name, value, allowed));
  }
}
