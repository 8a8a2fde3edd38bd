package io.lockstep.transport.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.transport.NodeId;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeersTest {
  private static final NodeId NODE = new NodeId(7);
  private static final NodeId OTHER = new NodeId(8);

  private final Peers peers = new Peers();

  private static FrameStamp stamp(int link, long number) {
    return new FrameStamp(link, number);
  }

  @Test
  void framesThatFollowEachOtherLoseNothing() {
    assertThat(peers.heardToOne(NODE, stamp(0, 5))).isZero();
    assertThat(peers.heardToOne(NODE, stamp(0, 6))).isZero();
  }

  @Test
  void aGapIsCounted() {
    peers.heardToOne(NODE, stamp(0, 5));

    assertThat(peers.heardToOne(NODE, stamp(0, 9))).isEqualTo(3);
  }

  @Test
  void framesToOneAndToAllAndOfOthersAreCountedApart() {
    peers.heardToOne(NODE, stamp(0, 1));

    assertThat(peers.heardToAll(NODE, stamp(0, 9))).isZero();
    assertThat(peers.heardToOne(OTHER, stamp(0, 9))).isZero();
    assertThat(peers.heardToOne(NODE, stamp(0, 2))).isZero();
  }

  @Test
  void aNewLinkOfTheSenderStartsAnew() {
    peers.heardToOne(NODE, stamp(0, 100));

    assertThat(peers.heardToOne(NODE, stamp(1, 3))).isZero();
    assertThat(peers.heardToOne(NODE, stamp(1, 5))).isEqualTo(1);
  }

  @Test
  void framesWithoutStampOrWithAnOlderOneCountForNothing() {
    peers.heardToOne(NODE, stamp(0, 5));

    assertThat(peers.heardToOne(NODE, null)).isZero();
    assertThat(peers.heardToOne(NODE, stamp(0, 9))).isZero();
    assertThat(peers.heardToOne(NODE, stamp(0, 2))).isZero();
  }

  @Test
  void aMadeUpGapIsCountedWithinBounds() {
    peers.heardToOne(NODE, stamp(0, 5));

    assertThat(peers.heardToOne(NODE, stamp(0, Long.MAX_VALUE))).isEqualTo(Peers.LARGEST_GAP);
    assertThat(peers.heardToOne(NODE, stamp(0, 6))).isZero();
  }

  @Test
  void numbersThatNobodySendsAreNoStamps() {
    for (String text : List.of("0:0", "0:-1", "-1:1", "0:-1y2p0ij32e8e8")) {
      assertThat(FrameStamp.parse(text)).as(text).isNull();
    }
  }

  @Test
  void whoeverWasHeardIsKnown() {
    assertThat(peers.knows(NODE)).isFalse();

    peers.heardToAll(NODE, null);

    assertThat(peers.knows(NODE)).isTrue();
  }

  @Test
  void madeUpSendersTakeBoundedMemory() {
    peers.heardToAll(NODE, null);

    for (int i = 1; i <= Peers.MOST; i++) {
      peers.heardToAll(new NodeId(-i), null);
    }

    assertThat(peers.knows(NODE)).isFalse();
    assertThat(peers.knows(new NodeId(-1))).isTrue();
  }

  @Test
  void aStampSurvivesItsText() {
    FrameStamp stamp = stamp(Integer.MAX_VALUE, Long.MAX_VALUE);

    assertThat(FrameStamp.parse(stamp.toString())).isEqualTo(stamp);
    assertThat(stamp.toString().length()).isLessThanOrEqualTo(24);
  }
}
