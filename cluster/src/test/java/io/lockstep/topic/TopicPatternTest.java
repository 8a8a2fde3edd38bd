package io.lockstep.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicPatternTest {
  @ParameterizedTest
  @CsvSource({
    "orders, orders, true",
    "orders, order, false",
    "orders, orders.new, false",
    "orders.*, orders.new, true",
    "orders.*, orders, false",
    "orders.*, orders.new.eu, false",
    "*.new, orders.new, true",
    "orders.#, orders, true",
    "orders.#, orders.new.eu, true",
    "#.eu, orders.new.eu, true",
    "#.eu, eu, true",
    "#.eu, orders.new.us, false",
    "#, anything.at.all, true",
    "a.#.b.*, a.b.c, true",
    "a.#.b.*, a.x.y.b.c, true",
    "a.#.b.*, a.x.b, false",
    "*, two.words, false"
  })
  void fitsTheNamesThatItShould(String pattern, String name, boolean fits) {
    assertThat(TopicPattern.of(pattern).fits(name)).isEqualTo(fits);
  }

  @Test
  void manyWildcardsCostNoMoreThanTheirNumber() {
    String pattern = "#.*.".repeat(40) + "end";
    assertThat(TopicPattern.of(pattern).fits("a.".repeat(90) + "b")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a*", "a.#b", "tab\there"})
  void whatIsNeitherNameNorPatternIsRefused(String text) {
    assertThatThrownBy(() -> TopicPattern.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + text + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "orders.*", "#", "tab\there"})
  void whatIsNoNameIsRefused(String text) {
    assertThatThrownBy(() -> TopicPattern.checkName(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + text + "\"");
  }

  @Test
  void aNameHas200CharactersAtTheMost() {
    TopicPattern.checkName("a".repeat(200));
    assertThatThrownBy(() -> TopicPattern.checkName("a".repeat(201)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
