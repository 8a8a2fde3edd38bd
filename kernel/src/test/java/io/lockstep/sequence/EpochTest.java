package io.lockstep.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.NotEmpty;

class EpochTest {
  /** Few counters and nodes, so that equal ones are common; nodes are compared unsigned. */
  @Provide
  Arbitrary<Epoch> epochs() {
    return Combinators.combine(
            Arbitraries.longs().between(1, 4), Arbitraries.of(-1L, 1L, 2L, Long.MIN_VALUE))
        .as(Epoch::new);
  }

  @Property
  void everyEpochIsBelowTheOneRaisedFromItByAnyNode(
      @ForAll("epochs") Epoch epoch, @ForAll long raiser) {
    assertThat(epoch.isBelow(epoch.raisedBy(raiser))).isTrue();
    assertThat(epoch.raisedBy(raiser).isBelow(epoch)).isFalse();
  }

  @Property
  void noneIsBelowEveryEpochInUse(@ForAll("epochs") Epoch epoch) {
    assertThat(Epoch.NONE.isBelow(epoch)).isTrue();
  }

  @Property
  void twoNodesThatRaiseAtOnceGetDifferentEpochs(
      @ForAll("epochs") Epoch epoch, @ForAll long one, @ForAll long other) {
    if (one != other) {
      Epoch byOne = epoch.raisedBy(one);
      Epoch byOther = epoch.raisedBy(other);
      assertThat(byOne.isBelow(byOther)).isNotEqualTo(byOther.isBelow(byOne));
    }
  }

  @Property
  void ofTwoEpochsOneIsBelowTheOtherOrTheyAreEqual(
      @ForAll("epochs") Epoch one, @ForAll("epochs") Epoch other) {
    assertThat(Integer.signum(one.compareTo(other)))
        .isEqualTo(-Integer.signum(other.compareTo(one)));
    assertThat(one.compareTo(other) == 0).isEqualTo(one.equals(other));
  }

  @Property
  void epochsAreOrderedTransitively(
      @ForAll("epochs") Epoch one, @ForAll("epochs") Epoch two, @ForAll("epochs") Epoch three) {
    if (one.isBelow(two) && two.isBelow(three)) {
      assertThat(one.isBelow(three)).isTrue();
    }
  }

  @Property
  void raisingAgainAndAgainNeverGoesBack(
      @ForAll("epochs") Epoch start, @ForAll @NotEmpty long[] raisers) {
    Epoch highest = start;
    for (long raiser : raisers) {
      Epoch raised = highest.raisedBy(raiser);
      assertThat(start.isBelow(raised)).isTrue();
      highest = raised;
    }
  }
}
