package io.lockstep.config;

import io.lockstep.transport.NodeAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** The types that settings have. */
final class ValueTypes {
  static final ValueType<String> TEXT = text("text", "any text", text -> true);
  static final ValueType<String> NOT_EMPTY =
      text("text", "any text that is not empty", text -> !text.isEmpty());
  static final ValueType<String> ADDRESS_PART =
      text("name without spaces and dots", NodeAddress.ALLOWED_PART, NodeAddress::isPart);
  static final ValueType<String> CLASS_NAME =
      text(
          "class",
          "the full name of a class",
          text -> text.matches("[\\p{Alpha}_$][\\w$-]*(\\.[\\p{Alpha}_$][\\w$]*)*"));
  static final ValueType<Boolean> FLAG =
      new ValueType<>("true or false", ValueTypes::flag, "true or false");
  static final ValueType<Duration> TIME =
      new ValueType<>("time", Interval::parse, Interval.ALLOWED);
  static final ValueType<Duration> POSITIVE_TIME =
      new ValueType<>(
          "time, not zero",
          text -> Interval.parse(text).filter(span -> !span.isZero()),
          Interval.ALLOWED + "; not zero");
  static final ValueType<Integer> SIZE =
      new ValueType<>(
          "size",
          text -> ByteSize.parse(text, 1L << 30).map(Long::intValue),
          ByteSize.allowed("1 GB"));
  static final ValueType<List<String>> LIST =
      new ValueType<>("list", text -> Optional.of(list(text)), "names between commas or spaces");

  private ValueTypes() {}

  /** A text that passes the test. */
  static ValueType<String> text(String name, String allowed, Predicate<String> test) {
    return new ValueType<>(name, text -> Optional.of(text).filter(test), allowed);
  }

  private static Optional<Boolean> flag(String text) {
    return switch (text) {
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  /** The parts between commas or white space, without the empty ones. */
  static List<String> list(String text) {
    return Arrays.stream(text.split("[,\\s]+", -1)).filter(part -> !part.isEmpty()).toList();
  }

  /** A whole number of at most nine digits within bounds, both included. */
  static ValueType<Integer> number(int least, int most) {
    String bounds =
        most == Integer.MAX_VALUE ? "%d or more".formatted(least) : least + " to " + most;
    return new ValueType<>(
        "number, " + bounds,
        text ->
            Optional.of(text)
                .filter(digits -> digits.matches("\\d{1,9}"))
                .map(Integer::valueOf)
                .filter(number -> number >= least && number <= most),
        "a whole number, " + bounds);
  }

  /** A size in bytes, from 1 to the most, as the words tell it. */
  static ValueType<Long> size(long most, String words) {
    return new ValueType<>(
        "size, up to " + words, text -> ByteSize.parse(text, most), ByteSize.allowed(words));
  }

  /** One of an enum's constants, written in lower case with dashes. */
  static <E extends Enum<E>> ValueType<E> choice(Class<E> type) {
    List<E> constants = List.of(type.getEnumConstants());
    String names = String.join(" or ", constants.stream().map(ValueTypes::written).toList());
    return new ValueType<>(
        names, text -> constants.stream().filter(c -> written(c).equals(text)).findFirst(), names);
  }

  static String written(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
