package io.lockstep.cli;

/** Reads whole numbers that options have. */
final class WholeNumber {
  private WholeNumber() {}

  /** The number; {@link BadInputException} when it is none, or out of bounds. */
  static int between(String option, String value, int least, int most) {
    try {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException malformed) {
      // Told below.
    }
    throw new BadInputException(
        "%s: '%s' is not a number between %d and %d".formatted(option, value, least, most));
  }
}
