package io.lockstep.testkit.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.NodeId;
import io.lockstep.transport.Transport;
import io.lockstep.transport.TransportProvider;
import io.lockstep.wire.proto.Batch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every transport must do; a subclass per implementation. */
public abstract class TransportContract {
  private static final int FRAMES = 2_000;
  private static final int MANY_NODES = 8;
  private static final int FRAMES_OF_MANY = 100;

  private final List<TestNode> nodes = new ArrayList<>();

  private NodeAddress address = new NodeAddress("test", "cluster", "server", "app");

  /**
   * A transport that is not open.
   *
   * @param address of the node; during one test, whatever this and the instance are, always within
   *     reach of the others
   */
  protected abstract Transport newTransport(NodeAddress address, String instance);

  /** Each test has a cluster of its own, since several may share a broker. */
  @BeforeEach
  void newCluster() {
    address = new NodeAddress("test", UUID.randomUUID().toString(), "server", "app");
  }

  private Transport newTransport() {
    return newTransport(address, TransportProvider.DEFAULT_INSTANCE);
  }

  /** Opens a node with a random id and waits until it is connected. */
  public final TestNode node() {
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
      assertThatAllCameInOrder(sender, receiver, FRAMES);
    }
  }

  @Test
  void eachOfManyNodesHearsAllOfThemInTheOrderOfEach() {
    List<TestNode> all = Stream.generate(this::node).limit(MANY_NODES).toList();

    for (int i = 0; i < FRAMES_OF_MANY; i++) {
      for (TestNode sender : all) {
        sender.broadcast(sender.id() + " " + i);
      }
    }

    for (TestNode receiver : all) {
      receiver.awaitFrames(MANY_NODES * FRAMES_OF_MANY);
      all.forEach(sender -> assertThatAllCameInOrder(sender, receiver, FRAMES_OF_MANY));
    }
  }

  private static void assertThatAllCameInOrder(TestNode sender, TestNode receiver, int frames) {
    assertThat(receiver.listener().texts())
        .filteredOn(text -> text.startsWith(sender.id().toString()))
        .isEqualTo(IntStream.range(0, frames).mapToObj(i -> sender.id() + " " + i).toList());
  }

  @Test
  void nothingReachesAnotherDomainClusterApplicationOrInstance() {
    TestNode sender = node();
    TestNode receiver = node();
    long id = receiver.id().incarnation();
    List<TestNode> foreigners =
        List.of(
            foreigner(id, new NodeAddress("other", address.cluster(), "server", "app"), "default"),
            foreigner(
                id, new NodeAddress("test", address.cluster() + "2", "server", "app"), "default"),
            foreigner(id, new NodeAddress("test", address.cluster(), "server", "other"), "default"),
            foreigner(id, address, "other"));
    foreigners.forEach(foreigner -> foreigner.awaitEvent("connected"));

    sender.send(receiver, "for one");
    sender.broadcast("for all");
    receiver.awaitText("for all");
    foreigners.forEach(foreigner -> foreigner.broadcast("of a foreigner"));
    foreigners.forEach(foreigner -> foreigner.awaitText("of a foreigner"));
    sender.broadcast("once more");

    receiver.awaitText("once more");
    assertThat(receiver.listener().texts()).containsExactly("for one", "for all", "once more");
    assertThat(foreigners)
        .allSatisfy(
            foreigner ->
                assertThat(foreigner.listener().texts()).containsExactly("of a foreigner"));
  }

  private TestNode foreigner(long id, NodeAddress of, String instance) {
    return tracked(TestNode.opening(id, newTransport(of, instance)));
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
  void whatIsForAFormerLifeDoesNotReachTheNextOne() {
    TestNode sender = node();
    TestNode former = node();
    sender.send(former, "for the former life, on the way");
    former.close();
    TestNode later = tracked(TestNode.connected(randomId(), former.transport()));

    sender.send(former, "for the former life, too late");
    sender.send(later, "for the next life");

    later.awaitText("for the next life");
    assertThat(later.listener().texts()).containsExactly("for the next life");
  }

  @Test
  void aConnectionIsToldOnceInEachLife() {
    TestNode former = node();
    former.broadcast("a life");
    former.awaitText("a life");
    former.close();
    TestNode later = tracked(TestNode.connected(randomId(), former.transport()));
    later.broadcast("another one");
    later.awaitText("another one");

    for (TestNode life : List.of(former, later)) {
      assertThat(life.listener().events())
          .containsOnlyOnce("connected")
          .doesNotContain("disconnected", "declaredDead");
    }
  }

  @Test
  void largeMessagesTravelInPartsBothWaysAtATime() {
    try (var one = TestMessenger.connected(randomId(), newTransport());
        var other = TestMessenger.connected(randomId(), newTransport())) {
      Batch forOther = TestMessenger.large(1);
      Batch forOne = TestMessenger.large(2);

      one.send(other, forOther);
      other.send(one, forOne);

      assertThat(forOther.getSerializedSize()).isEqualTo(TestMessenger.LARGE_BYTES);
      assertThat(other.message().equals(forOther)).isTrue();
      assertThat(one.message().equals(forOne)).isTrue();
    }
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
