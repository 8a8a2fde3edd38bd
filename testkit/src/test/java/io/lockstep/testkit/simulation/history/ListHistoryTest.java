package io.lockstep.testkit.simulation.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ListHistoryTest {
  private final ListHistory history = new ListHistory();

  @Test
  void acceptsAListThatKeepsWhatWasPromised() {
    history.added("a", new Interval(1, 2), true);
    history.added("lost", new Interval(3, Interval.OPEN), false);
    history.read(List.of("a"), new Interval(4, 5));
    history.read(List.of("a", "lost"), new Interval(6, 7));

    assertThat(history.violation()).isEmpty();
  }

  @Test
  void findsAPromisedItemThatVanished() {
    history.added("a", new Interval(1, 2), true);
    history.added("b", new Interval(3, 4), true);
    history.read(List.of("b"), new Interval(5, 6));

    assertThat(history.violation())
        .hasValueSatisfying(found -> assertThat(found).startsWith("a is missing"));
  }

  @Test
  void findsAnItemThatIsThereTwiceOrWasNeverAdded() {
    history.added("a", new Interval(1, 2), true);
    history.read(List.of("a", "a"), new Interval(3, 4));
    assertThat(history.violation())
        .hasValueSatisfying(found -> assertThat(found).contains("twice"));

    var other = new ListHistory();
    other.read(List.of("ghost"), new Interval(3, 4));
    assertThat(other.violation())
        .hasValueSatisfying(found -> assertThat(found).startsWith("ghost was never added"));
  }
}
