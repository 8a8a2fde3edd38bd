package io.lockstep.testkit.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lockstep.transport.NodeId;
import io.lockstep.transport.Transport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every transport must do; a subclass per implementation. */
public abstract class TransportContract {
  private static final int FRAMES = 2_000;

  private final List<TestNode> nodes = new ArrayList<>();

  /** A transport that is not open, always on the same network during one test. */
  protected abstract Transport newTransport();

  /** Opens a node with a random id and waits until it is connected. */
  protected final TestNode node() {
    return tracked(TestNode.connected(randomId(), newTransport()));
  }

  /** Has the node closed after the test. */
  protected final TestNode tracked(TestNode node) {
    nodes.add(node);
    return node;
  }

  protected static long randomId() {
    return ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
  }

  @AfterEach
  void closeNodes() {
    for (TestNode node : nodes) {
      node.close();
      assertThat(node.listener().overlapped()).as("calls at the same time").isFalse();
    }
  }

  @Test
  void aFrameReachesTheNodeItIsSentToAndNoOther() {
    TestNode sender = node();
    TestNode receiver = node();
    TestNode other = node();

    sender.send(receiver, "for you");
    sender.broadcast("for all");

    receiver.awaitText("for you");
    other.awaitText("for all");
    assertThat(other.listener().texts()).doesNotContain("for you");
    assertThat(sender.listener().texts()).doesNotContain("for you");
  }

  @Test
  void aBroadcastReachesEveryNodeTheSenderIncluded() {
    List<TestNode> all = List.of(node(), node(), node());

    all.get(0).broadcast("hello");

    all.forEach(node -> node.awaitText("hello"));
  }

  @Test
  void aNodeReachesItself() {
    TestNode node = node();

    node.send(node, "note to self");

    node.awaitText("note to self");
  }

  @Test
  void framesKeepTheOrderOfEachSenderWhetherToOneOrToAll() {
    TestNode receiver = node();
    TestNode first = node();
    TestNode second = node();

    for (int i = 0; i < FRAMES; i++) {
      for (TestNode sender : List.of(first, second)) {
        String text = sender.id() + " " + i;
        if (i % 10 == 0) {
          sender.broadcast(text);
        } else {
          sender.send(receiver, text);
        }
      }
    }

    receiver.awaitFrames(2 * FRAMES);
    for (TestNode sender : List.of(first, second)) {
      List<String> sent = IntStream.range(0, FRAMES).mapToObj(i -> sender.id() + " " + i).toList();
      assertThat(receiver.listener().texts())
          .filteredOn(text -> text.startsWith(sender.id().toString()))
          .isEqualTo(sent);
    }
  }

  @Test
  void aFrameOfTheLargestSizeArrivesUnchanged() {
    TestNode sender = node();
    TestNode receiver = node();
    byte[] frame = new byte[sender.transport().maxFrameBytes()];
    new Random(1).nextBytes(frame);

    sender.transport().send(receiver.id(), frame.clone());

    receiver.awaitFrames(1);
    assertThat(Arrays.equals(receiver.listener().frames().get(0), frame)).isTrue();
  }

  @Test
  void anEmptyFrameArrives() {
    TestNode sender = node();
    TestNode receiver = node();

    sender.transport().send(receiver.id(), new byte[0]);

    receiver.awaitFrames(1);
    assertThat(receiver.listener().frames().get(0)).isEmpty();
  }

  @Test
  void aFrameAboveTheLargestSizeIsDroppedAndCountedAndNothingElseIsLost() {
    TestNode sender = node();
    TestNode receiver = node();
    long before = sender.dropped();

    sender.transport().send(receiver.id(), new byte[sender.transport().maxFrameBytes() + 1]);
    sender.transport().broadcast(new byte[sender.transport().maxFrameBytes() + 1]);
    sender.send(receiver, "next");

    receiver.awaitText("next");
    assertThat(sender.dropped() - before).isEqualTo(2);
    assertThat(receiver.listener().frames()).hasSize(1);
  }

  @Test
  void aClosedTransportDeliversAndTellsNothingMore() {
    TestNode sender = node();
    TestNode leaver = node();
    TestNode witness = node();

    leaver.close();
    int frames = leaver.listener().frames().size();
    int events = leaver.listener().events().size();
    sender.broadcast("after");

    witness.awaitText("after");
    assertThat(leaver.listener().frames()).hasSize(frames);
    assertThat(leaver.listener().events()).hasSize(events);
    assertThat(leaver.transport().statistics().state()).isEqualTo("closed");
  }

  @Test
  void whatWasSentRightBeforeClosingArrives() {
    TestNode leaver = node();
    TestNode witness = node();

    leaver.broadcast("farewell");
    leaver.close();

    witness.awaitText("farewell");
  }

  @Test
  void aClosedTransportDropsAndCountsWhatItIsGiven() {
    TestNode sender = node();
    TestNode receiver = node();
    sender.close();
    long before = sender.dropped();

    sender.send(receiver, "too late");
    sender.broadcast("too late");

    assertThat(sender.dropped() - before).isEqualTo(2);
  }

  @Test
  void closingTwiceOrWithoutOpeningHasNoEffect() {
    Transport transport = newTransport();
    transport.close();
    TestNode node = tracked(TestNode.connected(randomId(), transport));

    node.close();
    node.close();

    assertThat(transport.statistics().state()).isEqualTo("closed");
  }

  @Test
  void aTransportOpensAgainUnderAnotherId() {
    TestNode sender = node();
    TestNode former = node();
    former.close();
    TestNode later = tracked(TestNode.connected(randomId(), former.transport()));

    sender.send(later, "welcome");
    later.send(sender, "thanks");

    later.awaitText("welcome");
    sender.awaitText("thanks");
    assertThat(former.listener().texts()).doesNotContain("welcome");
  }

  @Test
  void openingAnOpenTransportIsRefused() {
    TestNode node = node();

    assertThatThrownBy(() -> node.transport().open(new NodeId(randomId()), node.listener()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void statisticsCountWhatWasCarried() {
    TestNode sender = node();
    TestNode receiver = node();

    sender.send(receiver, "four");
    sender.broadcast("seven!!");

    receiver.awaitText("seven!!");
    sender.awaitText("seven!!");
    assertThat(sender.transport().statistics().state()).isEqualTo("connected");
    // A frame may be there before the sender has counted it.
    await().until(() -> sender.transport().statistics().sentFrames() == 2);
    assertThat(sender.transport().statistics().sentBytes()).isEqualTo(11);
    assertThat(receiver.transport().statistics().receivedFrames()).isEqualTo(2);
    assertThat(receiver.transport().statistics().receivedBytes()).isEqualTo(11);
    assertThat(receiver.dropped()).isZero();
  }
}
