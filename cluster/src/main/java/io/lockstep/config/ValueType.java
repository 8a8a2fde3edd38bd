package io.lockstep.config;

import java.util.Optional;
import java.util.function.Function;

/**
 * What a setting's text can be.
 *
 * @param name for the documentation
 * @param parser gives the value, or empty when the text is none
 * @param allowed what the parser takes, for messages
 */
record ValueType<T>(String name, Function<String, Optional<T>> parser, String allowed) {
  Optional<T> parse(String text) {
    return parser.apply(text);
  }
}
