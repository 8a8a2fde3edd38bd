package io.lockstep.config;

/**
 * A value, and where it stands.
 *
 * @param value without white space around it
 * @param origin how a message names it: the property's name, or file, line and element
 * @param fromFile whether it stands in a file
 */
record Given(String value, String origin, boolean fromFile) {
  /** Drops every kind of white space around the value. */
  Given {
    value = clean(value);
  }

  static Given property(String name, String value) {
    return new Given(value, name, false);
  }

  /** The text with spaces for no-break spaces, and none around it. */
  static String clean(String text) {
    return text.replace('\u00a0', ' ').strip();
  }
}
