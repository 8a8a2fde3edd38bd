package io.lockstep.testkit.simulation.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GrowthHistoryTest {
  private final GrowthHistory history = new GrowthHistory();

  @Test
  void acceptsAListThatOnlyGrows() {
    history.read(List.of(), new Interval(1, 2));
    history.read(List.of("a"), new Interval(3, 4));
    history.read(List.of("a"), new Interval(5, 6));
    history.read(List.of("a", "b"), new Interval(7, 8));

    assertThat(history.violation()).isEmpty();
  }

  @Test
  void acceptsEitherOrderOfReadingsAtTheSameTime() {
    history.read(List.of("a", "b"), new Interval(1, 4));
    history.read(List.of("a"), new Interval(2, 3));

    assertThat(history.violation()).isEmpty();
  }

  @Test
  void findsAnItemThatCameAndWent() {
    history.read(List.of("a", "b"), new Interval(1, 2));
    history.read(List.of("a"), new Interval(3, 4));

    assertThat(history.violation())
        .hasValueSatisfying(found -> assertThat(found).contains("after"));
  }

  @Test
  void findsAnItemThatGaveWayToAnother() {
    history.read(List.of("a", "b"), new Interval(1, 2));
    history.read(List.of("a", "c"), new Interval(3, 4));

    assertThat(history.violation()).isPresent();
  }

  @Test
  void findsItemsThatChangedPlaces() {
    history.read(List.of("a", "b"), new Interval(1, 2));
    history.read(List.of("b", "a", "c"), new Interval(3, 4));

    assertThat(history.violation())
        .hasValueSatisfying(found -> assertThat(found).contains("does not begin"));
  }
}
