package io.lockstep.config;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them: {@code 100 KB}, {@code 2 MB}; a kilobyte is 1024 bytes. */
final class ByteSize {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,12})[\\s\\u00a0]*([a-z]*)");
  private static final Map<String, Integer> SHIFTS =
      Map.ofEntries(
          Map.entry("", 0),
          Map.entry("b", 0),
          Map.entry("byte", 0),
          Map.entry("bytes", 0),
          Map.entry("k", 10),
          Map.entry("kb", 10),
          Map.entry("m", 20),
          Map.entry("mb", 20),
          Map.entry("g", 30),
          Map.entry("gb", 30),
          Map.entry("t", 40),
          Map.entry("tb", 40));

  private ByteSize() {}

  /** What is allowed, for messages. */
  static String allowed(String most) {
    return "a size like 100 KB or 2 MB, up to %s; a bare number is in bytes; not zero"
        .formatted(most);
  }

  /** The size in bytes, or empty when the text is none, is zero, or more than the most. */
  static Optional<Long> parse(String text, long most) {
    Matcher matcher = TEXT.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Integer shift = SHIFTS.get(matcher.group(2));
    long number = Long.parseLong(matcher.group(1));
    if (shift == null || number == 0 || number > most >> shift) {
      return Optional.empty();
    }
    return Optional.of(number << shift);
  }
}
