package io.lockstep.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.sequence.Epoch;
import io.lockstep.sequence.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LineageTest {
  private static Position at(long counter, long node, long sequence) {
    return new Position(new Epoch(counter, node), sequence);
  }

  /** Reigns of a past: the epoch's counter is the place in the list, each adds some batches. */
  private static List<Position> reigns(List<Integer> batches, long node) {
    var reigns = new ArrayList<Position>();
    long sequence = 0;
    for (int i = 0; i < batches.size(); i++) {
      sequence += batches.get(i);
      reigns.add(at(i + 1, node, sequence));
    }
    return reigns;
  }

  private static Lineage lineage(List<Position> reigns) {
    Lineage lineage = Lineage.NONE;
    for (Position reign : reigns) {
      lineage = lineage.then(reign);
    }
    return lineage;
  }

  /** Two copies share a past, and then each goes on under epochs of its own. */
  @Property
  void whatTwoPastsHaveInCommonEndsWhereTheyPart(
      @ForAll @Size(min = 1, max = 3) List<@IntRange(max = 9) Integer> shared,
      @ForAll @Size(max = 3) List<@IntRange(max = 9) Integer> left,
      @ForAll @Size(max = 3) List<@IntRange(max = 9) Integer> right,
      @ForAll @IntRange(max = 5) int leftLags) {
    List<Position> past = reigns(shared, 7);
    long parted = past.get(past.size() - 1).sequence();
    long begun = past.size() < 2 ? 0 : past.get(past.size() - 2).sequence();
    long leftLast = Math.max(begun, parted - (left.isEmpty() ? leftLags : 0));
    Lineage one = grown(past, left, leftLast, 8);
    Lineage other = grown(past, right, parted, 9);
    long expected = Math.min(leftLast, parted);
    assertThat(one.common(other)).hasValue(expected);
    assertThat(other.common(one)).hasValue(expected);
  }

  private static Lineage grown(List<Position> past, List<Integer> own, long last, long node) {
    var reigns = new ArrayList<>(past);
    Position shared = reigns.remove(reigns.size() - 1);
    reigns.add(new Position(shared.epoch(), last));
    long sequence = last;
    for (int i = 0; i < own.size(); i++) {
      sequence += own.get(i);
      reigns.add(at(past.size() + i + 1, node, sequence));
    }
    return lineage(reigns);
  }

  @Property
  void pastsWithoutACommonEpochHaveNothingInCommon(
      @ForAll @Size(max = 5) List<@IntRange(max = 9) Integer> left,
      @ForAll @Size(max = 5) List<@IntRange(max = 9) Integer> right) {
    assertThat(lineage(reigns(left, 1)).common(lineage(reigns(right, 2)))).isEmpty();
  }

  @Property
  void aPastIsReadFromTheWireAsItWasWritten(
      @ForAll @Size(max = 20) List<@IntRange(max = 9) Integer> batches) {
    Lineage lineage = lineage(reigns(batches, 3));
    assertThat(Lineage.of(lineage.toWire())).isEqualTo(lineage);
  }

  @Property
  void onlyTheLatestReignsAreKept(
      @ForAll @Size(max = 20) List<@IntRange(max = 9) Integer> batches) {
    List<Position> reigns = reigns(batches, 3);
    List<Position> written = new ArrayList<>();
    for (Position reign : reigns) {
      if (written.isEmpty() || written.get(written.size() - 1).sequence() < reign.sequence()) {
        written.add(reign);
      }
    }
    assertThat(lineage(reigns).reigns())
        .isEqualTo(written.subList(Math.max(0, written.size() - Lineage.MOST), written.size()));
  }

  @Test
  void epochsInWhichNothingIsWrittenDoNotPushThePastOut() {
    Lineage before = lineage(List.of(at(1, 7, 4), at(2, 8, 9)));
    Lineage raised = before;
    for (int i = 0; i < 2 * Lineage.MOST; i++) {
      raised = raised.then(at(3 + i, 8, 9));
    }
    Lineage after = raised.then(at(3 + 2 * Lineage.MOST, 8, 12));
    assertThat(after.common(before)).hasValue(9);
    assertThat(before.common(after)).hasValue(9);
  }

  @Test
  void aPastIsCutByOneThatPartsFromItBeforeItsEndAndNotByOneThatIsUnknown() {
    Lineage own = lineage(List.of(at(1, 7, 4), at(2, 8, 9)));
    assertThat(own.isCutBy(lineage(List.of(at(1, 7, 4), at(3, 9, 20))), 9)).isTrue();
    assertThat(own.isCutBy(lineage(List.of(at(1, 7, 4), at(3, 9, 20))), 4)).isFalse();
    assertThat(own.isCutBy(lineage(List.of(at(1, 7, 4), at(2, 8, 9), at(3, 9, 20))), 9)).isFalse();
    assertThat(own.isCutBy(lineage(List.of(at(50, 9, 70))), 9)).isFalse();
  }

  @Test
  void whatIsOlderThanAPastThatWasCutIsTakenForAPartOfIt() {
    Lineage cut =
        lineage(IntStream.rangeClosed(50, 50 + Lineage.MOST).mapToObj(n -> at(n, 7, n)).toList());
    Lineage whole = lineage(List.of(at(50, 7, 50), at(51, 7, 51)));

    assertThat(lineage(List.of(at(3, 9, 2))).keptBy(cut)).isEqualTo(2);
    assertThat(lineage(List.of(at(3, 9, 2))).keptBy(whole)).isZero();
    assertThat(lineage(List.of(at(3, 9, 60))).keptBy(cut)).isZero();
    assertThat(lineage(List.of(at(60, 9, 2))).keptBy(cut)).isZero();
  }

  @Test
  void aPositionWithoutContentAddsNothing() {
    assertThat(Lineage.NONE.then(Position.NONE)).isEqualTo(Lineage.NONE);
  }

  @Test
  void aCopyThatLagsInTheSameEpochHasInCommonWhatItHas() {
    Lineage ahead = lineage(List.of(at(1, 7, 9)));
    Lineage behind = lineage(List.of(at(1, 7, 4)));
    assertThat(ahead.common(behind)).hasValue(4);
    assertThat(behind.common(ahead)).hasValue(4);
  }
}
