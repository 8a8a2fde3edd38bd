package io.lockstep.config;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Time spans as people write them: {@code 5 sec}, {@code 1 min}, {@code 250 ms}. */
public final class Interval {
  /** What {@link #parse} takes, for messages. */
  public static final String ALLOWED =
      "a time like 250 ms, 5 sec, 1 min, 2 hours or 1 day; a bare number is in milliseconds";

  /** Ten years, so that no sum of intervals overflows a clock. */
  private static final Duration MOST = Duration.ofDays(3_653);

  private static final Pattern TEXT = Pattern.compile("(\\d{1,15})[\\s\\u00a0]*([a-z]*)");

  private static final Map<String, ChronoUnit> UNITS =
      Map.ofEntries(
          Map.entry("", ChronoUnit.MILLIS),
          Map.entry("ms", ChronoUnit.MILLIS),
          Map.entry("msec", ChronoUnit.MILLIS),
          Map.entry("s", ChronoUnit.SECONDS),
          Map.entry("sec", ChronoUnit.SECONDS),
          Map.entry("second", ChronoUnit.SECONDS),
          Map.entry("seconds", ChronoUnit.SECONDS),
          Map.entry("min", ChronoUnit.MINUTES),
          Map.entry("minute", ChronoUnit.MINUTES),
          Map.entry("minutes", ChronoUnit.MINUTES),
          Map.entry("h", ChronoUnit.HOURS),
          Map.entry("hour", ChronoUnit.HOURS),
          Map.entry("hours", ChronoUnit.HOURS),
          Map.entry("day", ChronoUnit.DAYS),
          Map.entry("days", ChronoUnit.DAYS));

  private Interval() {}

  /** The time span, or empty when the text is none, or one of more than ten years. */
  public static Optional<Duration> parse(String text) {
    Matcher matcher = TEXT.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches() || !UNITS.containsKey(matcher.group(2))) {
      return Optional.empty();
    }
    try {
      Duration unit = UNITS.get(matcher.group(2)).getDuration();
      Duration span = unit.multipliedBy(Long.parseLong(matcher.group(1)));
      return span.compareTo(MOST) <= 0 ? Optional.of(span) : Optional.empty();
    } catch (ArithmeticException tooLong) {
      return Optional.empty();
    }
  }
}
