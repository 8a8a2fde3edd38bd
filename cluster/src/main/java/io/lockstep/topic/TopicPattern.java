package io.lockstep.topic;

import java.util.List;

/** The name of a topic, or a pattern that names fit. Immutable. */
final class TopicPattern {
  private static final String ONE = "*";
  private static final String ANY = "#";

  private final String text;
  private final List<String> words;

  private TopicPattern(String text) {
    this.text = text;
    this.words = words(text);
  }

  /** Throws {@link IllegalArgumentException} for what is neither a name nor a pattern. */
  static TopicPattern of(String text) {
    var pattern = new TopicPattern(text);
    if (!isText(text) || !pattern.words.stream().allMatch(TopicPattern::isWord)) {
      throw new IllegalArgumentException(
          "A topic \"%s\": allowed is a name or a pattern of 1 to %d characters, no control"
                  .formatted(text, MessagingService.LONGEST_NAME)
              + " characters, not blank; * and # only as whole words between dots");
    }
    return pattern;
  }

  /** Throws {@link IllegalArgumentException} for what is no name. */
  static void checkName(String name) {
    if (!isText(name) || hasWildcard(name)) {
      throw new IllegalArgumentException(
          "A topic's name \"%s\": allowed are 1 to %d characters, no control characters, no * or #,"
                  .formatted(name, MessagingService.LONGEST_NAME)
              + " not blank");
    }
  }

  private static boolean isText(String text) {
    return !text.isBlank()
        && text.length() <= MessagingService.LONGEST_NAME
        && text.chars().noneMatch(Character::isISOControl);
  }

  private static boolean isWord(String word) {
    return word.equals(ONE) || word.equals(ANY) || !hasWildcard(word);
  }

  private static boolean hasWildcard(String text) {
    return text.contains(ONE) || text.contains(ANY);
  }

  private static List<String> words(String text) {
    return List.of(text.split("\\.", -1));
  }

  /** Whether only the topic of this very name fits. */
  boolean isName() {
    return !hasWildcard(text);
  }

  boolean fits(String name) {
    return isName() ? text.equals(name) : fits(words(name));
  }

  /** After each word of the pattern: with how many of the name's first words it fits so far. */
  private boolean fits(List<String> name) {
    boolean[] fits = new boolean[name.size() + 1];
    fits[0] = true;
    for (String word : words) {
      fits = word.equals(ANY) ? atLeast(fits) : oneMore(fits, word, name);
    }
    return fits[name.size()];
  }

  private static boolean[] atLeast(boolean[] before) {
    boolean[] after = before.clone();
    for (int i = 1; i < after.length; i++) {
      after[i] |= after[i - 1];
    }
    return after;
  }

  private static boolean[] oneMore(boolean[] before, String word, List<String> name) {
    boolean[] after = new boolean[before.length];
    for (int i = 1; i < after.length; i++) {
      after[i] = before[i - 1] && (word.equals(ONE) || word.equals(name.get(i - 1)));
    }
    return after;
  }

  @Override
  public String toString() {
    return text;
  }
}
