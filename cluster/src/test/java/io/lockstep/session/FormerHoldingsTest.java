package io.lockstep.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.node.VirtualCluster.Server;
import io.lockstep.report.Counters;
import io.lockstep.report.NodeReport.LossReport;
import io.lockstep.sequence.Epoch;
import io.lockstep.sequence.Position;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.proto.LossAnswer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What counts of what others say that they have of a former life's session. */
class FormerHoldingsTest extends SessionTestBase {
  private static final NodeId ONE = new NodeId(1);
  private static final NodeId TWO = new NodeId(2);
  private static final String CAUSE = "this node was declared dead";
  private static final SessionKey KEY = new SessionKey(1, 2);
  private static final Position COMMON = new Position(new Epoch(1, 1), 10);
  private static final Position MINE = new Position(new Epoch(2, 1), 15);
  private static final Position THEIRS = new Position(new Epoch(3, 2), 12);

  private final Server server = cluster.start("a");
  private final LossBook losses = new LossBook(server.loop(), new Counters());
  private final FormerHoldings holdings = new FormerHoldings(0);

  private static LossAnswer answer(boolean decides, Position... past) {
    Epoch last = past.length == 0 ? Epoch.NONE : past[past.length - 1].epoch();
    return LossAnswer.newBuilder()
        .setEpoch(Epochs.toWire(last))
        .addAllLineage(new Lineage(List.of(past)).toWire())
        .setDecides(decides)
        .build();
  }

  private void hold() {
    holdings.add(MINE, new Lineage(List.of(COMMON, MINE)), 0, CAUSE);
  }

  private List<Long> lost() {
    holdings.report(KEY, losses);
    return losses.latest().stream().map(LossReport::fromSequence).toList();
  }

  @Test
  void copyThatMayHaveToGiveWayDecidesNothing() {
    hold();
    holdings.answered(ONE, answer(false, COMMON, MINE));
    holdings.answered(TWO, answer(false));
    assertThat(holdings.isDecided(true, 0)).isFalse();
  }

  @Test
  void ownerInForceDecidesWhateverOtherCopiesHave() {
    hold();
    holdings.answered(ONE, answer(false, COMMON, MINE));
    holdings.answered(TWO, answer(true, COMMON, THEIRS));
    assertThat(holdings.isDecided(false, 0)).isTrue();
    assertThat(lost()).containsExactly(11L);
  }

  @Test
  void copyUnderAHigherEpochThatHasMoreThanTheOwnerInForceMayBeGoneOnFromYet() {
    hold();
    var promised = Epochs.toWire(new Epoch(4, 1));
    holdings.answered(ONE, answer(false, COMMON, MINE).toBuilder().setEpoch(promised).build());
    holdings.answered(TWO, answer(true, COMMON, THEIRS));
    assertThat(holdings.isDecided(true, 0)).isFalse();
    holdings.answered(ONE, answer(false));
    assertThat(holdings.isDecided(true, 0)).isTrue();
    assertThat(lost()).containsExactly(11L);
  }

  @Test
  void allIsLostWhenNobodyHasAnything() {
    hold();
    holdings.answered(ONE, answer(false));
    assertThat(holdings.isDecided(false, 0)).isFalse();
    assertThat(holdings.isDecided(true, 0)).isTrue();
    assertThat(lost()).containsExactly(1L);
  }

  @Test
  void copyCountsWhenNobodyHasDecidedForLong() {
    hold();
    holdings.answered(ONE, answer(false, COMMON, new Position(MINE.epoch(), 13)));
    assertThat(holdings.isDecided(false, Duration.ofMinutes(6).toNanos())).isTrue();
    assertThat(lost()).containsExactly(14L);
  }

  @Test
  void copyCountsWhereTheOwnersPastReachesBackNoMore() {
    hold();
    holdings.answered(ONE, answer(false, COMMON, THEIRS));
    holdings.answered(TWO, answer(true, new Position(new Epoch(99, 2), 90)));
    assertThat(lost()).containsExactly(11L);
  }

  @Test
  void nothingIsCalledLostWhereNobodysPastReachesBackAnyMore() {
    hold();
    holdings.answered(ONE, answer(false, COMMON, MINE, THEIRS));
    holdings.answered(ONE, answer(false, new Position(new Epoch(99, 2), 90)));
    assertThat(lost()).isEmpty();
  }

  @Test
  void whatNobodyHasIsLostBeforeItIsDecidedWhoGoesOn() {
    hold();
    holdings.answered(ONE, answer(false, COMMON, new Position(MINE.epoch(), 13)));
    holdings.answered(TWO, answer(false, COMMON));
    holdings.reportWhatNobodyHas(KEY, losses);
    assertThat(losses.latest()).as("a copy may move while they answer").isEmpty();
    holdings.reportWhatNobodyHas(KEY, losses);
    holdings.reportWhatNobodyHas(KEY, losses);
    assertThat(losses.latest()).extracting(LossReport::fromSequence).containsExactly(14L);
    holdings.answered(TWO, answer(true, COMMON, THEIRS));
    assertThat(lost()).containsExactly(11L, 14L);
    assertThat(losses.latest().get(0).toSequence()).isEqualTo(13);
  }

  @Test
  void whatWasHeldInTwoLivesIsReportedOnce() {
    hold();
    var second = new Position(new Epoch(4, 9), 17);
    holdings.add(second, new Lineage(List.of(COMMON, MINE, second)), 0, CAUSE);
    holdings.answered(ONE, answer(true, COMMON, THEIRS));
    assertThat(lost()).containsExactly(11L);
    assertThat(losses.latest().get(0).toSequence()).isEqualTo(17);
  }
}
