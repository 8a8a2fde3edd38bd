package io.lockstep.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class VersionVectorTest {
  private static final int HIGHEST = 40;

  /** What was seen, kept in the simplest way. */
  private static Set<Long> model(List<SequenceRange> ranges) {
    var all = new TreeSet<Long>();
    ranges.forEach(
        range -> {
          for (long sequence = range.from(); sequence <= range.to(); sequence++) {
            all.add(sequence);
          }
        });
    return all;
  }

  private static VersionVector vector(long source, List<SequenceRange> ranges) {
    var vector = new VersionVector();
    ranges.forEach(range -> vector.add(source, range));
    return vector;
  }

  private static Set<Long> seen(VersionVector vector, long source) {
    return model(vector.ranges(source));
  }

  @Provide
  Arbitrary<List<SequenceRange>> ranges() {
    return Combinators.combine(
            Arbitraries.longs().between(1, HIGHEST), Arbitraries.longs().between(0, 5))
        .as((from, more) -> new SequenceRange(from, from + more))
        .list()
        .ofMaxSize(12);
  }

  @Property(tries = 300)
  void itCoversWhatWasAddedAndNothingElse(@ForAll("ranges") List<SequenceRange> ranges) {
    VersionVector vector = vector(7, ranges);
    Set<Long> model = model(ranges);
    assertThat(vector.count()).isEqualTo(model.size());
    for (long sequence = 1; sequence <= HIGHEST + 6; sequence++) {
      assertThat(vector.covers(7, sequence)).isEqualTo(model.contains(sequence));
      assertThat(vector.covers(8, sequence)).isFalse();
    }
    assertThat(seen(vector, 7)).isEqualTo(model);
  }

  @Property(tries = 300)
  void gapsAreWhatIsMissingBelowTheHighest(@ForAll("ranges") List<SequenceRange> ranges) {
    VersionVector vector = vector(7, ranges);
    var all = new TreeSet<>(model(vector.gaps(7)));
    assertThat(all).noneMatch(sequence -> vector.covers(7, sequence));
    all.addAll(seen(vector, 7));
    long highest = all.isEmpty() ? 0 : all.last();
    assertThat(all).hasSize((int) highest);
  }

  @Property(tries = 300)
  void theOrderOfAddingDoesNotMatter(@ForAll("ranges") List<SequenceRange> ranges) {
    var backwards = new ArrayList<>(ranges);
    Collections.reverse(backwards);
    assertThat(vector(7, backwards)).isEqualTo(vector(7, ranges));
  }

  @Property(tries = 300)
  void itCoversAnotherWhenItHasSeenAllOfIt(
      @ForAll("ranges") List<SequenceRange> some, @ForAll("ranges") List<SequenceRange> others) {
    VersionVector one = vector(7, some);
    VersionVector two = vector(7, others);
    assertThat(one.covers(two)).isEqualTo(model(some).containsAll(model(others)));
    one.add(two);
    assertThat(one.covers(two)).isTrue();
    var union = new TreeSet<>(model(some));
    union.addAll(model(others));
    assertThat(seen(one, 7)).isEqualTo(union);
  }

  @Property(tries = 300)
  void theIntersectionIsWhatBothHaveSeen(
      @ForAll("ranges") List<SequenceRange> some, @ForAll("ranges") List<SequenceRange> others) {
    VersionVector both = vector(7, some).intersection(vector(7, others));
    var common = new TreeSet<>(model(some));
    common.retainAll(model(others));
    assertThat(seen(both, 7)).isEqualTo(common);
    assertThat(vector(7, some).intersection(vector(8, others)).isEmpty()).isTrue();
  }

  @Test
  void aCopyIsOnItsOwn() {
    VersionVector vector = vector(7, List.of(new SequenceRange(1, 3)));
    VersionVector copy = vector.copy();
    vector.add(7, new SequenceRange(4, 4));
    assertThat(copy.covers(7, 4)).isFalse();
    assertThat(copy.sources()).containsExactly(7L);
    assertThat(copy).hasToString("7[1-3]");
  }

  @Test
  void theLastOfTooManyRangesIsForgotten() {
    var vector = new VersionVector();
    for (long sequence = 1; sequence < 1000; sequence += 2) {
      vector.add(7, new SequenceRange(sequence, sequence));
    }
    assertThat(vector.ranges(7)).hasSize(VersionVector.MOST_RANGES);
    assertThat(vector.covers(7, 1)).isTrue();
    assertThat(vector.covers(7, 999)).isFalse();
  }

  @Test
  void anEndlessRangeIsARangeToo() {
    var vector = new VersionVector();
    vector.add(7, new SequenceRange(1, Long.MAX_VALUE));
    vector.add(7, new SequenceRange(5, 6));
    assertThat(vector.covers(7, Long.MAX_VALUE)).isTrue();
    assertThat(vector.gaps(7)).isEmpty();
  }

  @Test
  void aRangeBeginsAtOneOrAboveAndIsNotEmpty() {
    assertThatThrownBy(() -> new SequenceRange(0, 3)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SequenceRange(4, 3)).isInstanceOf(IllegalArgumentException.class);
  }
}
