package io.lockstep.config;

import org.jspecify.annotations.Nullable;

/**
 * One setting: all that code and documentation say of it.
 *
 * @param name what follows the prefix of its property
 * @param element its place in the file below the group's element: a path, whose last step may be an
 *     attribute ({@code @enabled}); empty when it has none
 * @param defaultText the text that stands for it when it is absent; null when there is none, or
 *     when it is computed
 * @param otherwise the default as the documentation tells it
 */
record Setting<T>(
    String name,
    String element,
    ValueType<T> type,
    @Nullable String defaultText,
    String otherwise,
    String meaning) {

  /** One whose default is a text as one would write it. */
  static <T> Setting<T> of(
      String name, String element, ValueType<T> type, String defaultText, String meaning) {
    String told = defaultText.isEmpty() ? "" : "`" + defaultText + "`";
    return new Setting<>(name, element, type, defaultText, told, meaning);
  }

  /** One without a fixed default: the words tell what happens when it is absent. */
  static <T> Setting<T> computed(
      String name, String element, ValueType<T> type, String words, String meaning) {
    return new Setting<>(name, element, type, null, words, meaning);
  }

  /**
   * Checks what a program gives.
   *
   * @throws IllegalArgumentException that names the setting, the value and what is allowed
   */
  void check(String value) {
    if (type.parse(value).isEmpty()) {
      throw new IllegalArgumentException(
          "%s \"%s\": allowed is %s".formatted(name, value, type.allowed()));
    }
  }

  /** The value when it is absent. */
  T defaultValue() {
    if (defaultText == null) {
      throw new IllegalStateException(name + " has no fixed default");
    }
    return type.parse(defaultText).orElseThrow();
  }
}
