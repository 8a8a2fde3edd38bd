package io.lockstep.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class PositionTest {
  @Provide
  Arbitrary<Position> positions() {
    return Combinators.combine(
            Arbitraries.longs().between(1, 3),
            Arbitraries.of(-1L, 1L, 2L),
            Arbitraries.longs().between(0, 5))
        .as((counter, node, sequence) -> new Position(new Epoch(counter, node), sequence));
  }

  @Property
  void entryIsNextExactlyWhenItFollowsInTheSameEpoch(
      @ForAll("positions") Position follower, @ForAll("positions") Position entry) {
    assertThat(follower.judge(entry.epoch(), entry.sequence()) == Arrival.NEXT)
        .isEqualTo(entry.equals(follower.next()));
  }

  @Property
  void entryOfALowerEpochIsFencedWhateverItsSequence(
      @ForAll("positions") Position follower, @ForAll("positions") Position entry) {
    assertThat(follower.judge(entry.epoch(), entry.sequence()) == Arrival.FENCED)
        .isEqualTo(entry.epoch().isBelow(follower.epoch()));
  }

  @Property
  void entryOfAHigherEpochIsAheadWhateverItsSequence(
      @ForAll("positions") Position follower, @ForAll("positions") Position entry) {
    assertThat(follower.judge(entry.epoch(), entry.sequence()) == Arrival.AHEAD)
        .isEqualTo(follower.epoch().isBelow(entry.epoch()));
  }

  @Property
  void entryJustAppliedIsADuplicate(@ForAll("positions") Position follower) {
    Position next = follower.next();
    assertThat(next.judge(next.epoch(), next.sequence())).isEqualTo(Arrival.DUPLICATE);
  }

  @Property
  void entryNotBeyondTheFollowerInItsEpochIsADuplicate(
      @ForAll("positions") Position follower, @ForAll @IntRange(max = 5) int back) {
    long sequence = Math.max(0, follower.sequence() - back);
    assertThat(follower.judge(follower.epoch(), sequence)).isEqualTo(Arrival.DUPLICATE);
  }

  @Property
  void positionsAreOrderedByEpochFirst(
      @ForAll("positions") Position one, @ForAll("positions") Position other) {
    if (one.epoch().isBelow(other.epoch())) {
      assertThat(one).isLessThan(other);
    } else if (one.epoch().equals(other.epoch())) {
      assertThat(Integer.signum(one.compareTo(other)))
          .isEqualTo(Long.signum(one.sequence() - other.sequence()));
    }
  }

  /** Lost, doubled and reordered entries: what is applied is always whole and in order. */
  @Property
  void followerThatAppliesOnlyWhatIsNextAppliesEveryEntryOnceAndInOrder(
      @ForAll @IntRange(min = 1, max = 30) int count, @ForAll Random random) {
    var epoch = new Epoch(1, 7);
    List<Long> sent = LongStream.rangeClosed(1, count).boxed().toList();
    var applied = new ArrayList<Long>();
    var position = new Position(epoch, 0);
    while (applied.size() < count) {
      var arriving = new ArrayList<>(sent);
      arriving.addAll(sent.subList(0, random.nextInt(count)));
      arriving.removeIf(lost -> random.nextInt(4) == 0);
      Collections.shuffle(arriving, random);
      for (long sequence : arriving) {
        if (position.judge(epoch, sequence) == Arrival.NEXT) {
          applied.add(sequence);
          position = position.next();
        }
      }
    }
    assertThat(applied).isEqualTo(sent);
  }
}
