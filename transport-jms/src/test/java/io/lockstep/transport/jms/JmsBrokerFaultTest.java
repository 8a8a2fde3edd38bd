package io.lockstep.transport.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockstep.testkit.transport.TcpProxy;
import io.lockstep.testkit.transport.TestNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A broker that is killed, or stands still, while nodes talk. */
class JmsBrokerFaultTest {
  /** The client then gives up who is silent for a second or two. */
  private static final String WATCHFUL =
      "clientFailureCheckPeriod=200&connectionTTL=1000&callTimeout=1000";

  private final List<TestNode> nodes = new ArrayList<>();
  private final ScheduledExecutorService load = Executors.newSingleThreadScheduledExecutor();
  private final AtomicInteger sent = new AtomicInteger();
  private ArtemisProcess broker;

  @BeforeEach
  void startBroker() throws IOException {
    broker = ArtemisProcess.start();
  }

  @AfterEach
  void end() {
    load.shutdownNow();
    nodes.forEach(TestNode::close);
    broker.close();
  }

  private TestNode node(String parameters) {
    TestNode node =
        TestNode.connected(
            nodes.size() + 1L, ArtemisNetwork.transport("faulty", broker.settings(parameters)));
    nodes.add(node);
    return node;
  }

  private static List<Integer> numbers(TestNode node) {
    return node.listener().texts().stream().map(Integer::valueOf).toList();
  }

  private void awaitPassing(TestNode receiver) {
    int present = sent.get();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> numbers(receiver).stream().anyMatch(number -> number >= present));
  }

  @Test
  void aBrokerThatIsKilledUnderLoadAndComesBackCostsNoMoreThanWhatWasOnItsWay() throws Exception {
    TestNode sender = node("");
    TestNode receiver = node("");
    ScheduledFuture<?> sending =
        load.scheduleAtFixedRate(
            () -> sender.send(receiver, Integer.toString(sent.getAndIncrement())),
            0,
            200,
            TimeUnit.MICROSECONDS);
    awaitPassing(receiver);

    broker.kill();
    nodes.forEach(node -> node.awaitEvent("disconnected"));
    broker.restart();
    nodes.forEach(node -> node.awaitEvent("connected", 2));

    awaitPassing(receiver);
    assertThat(sending.isDone()).as("a call has failed").isFalse();
    assertThat(numbers(receiver)).isSorted().doesNotHaveDuplicates();
    assertThat(sender.dropped()).isPositive();
    nodes.forEach(node -> assertThat(node.listener().count("disconnected")).isEqualTo(1));
  }

  @Test
  void aBrokerThatStandsStillForAMomentHoldsNobodyUpAndLosesNothing() throws Exception {
    TestNode sender = node("");
    TestNode receiver = node("");

    broker.pause();
    IntStream.range(0, 5_000).forEach(i -> sender.send(receiver, Integer.toString(i)));
    assertThat(receiver.listener().frames()).isEmpty();
    broker.resume();

    receiver.awaitFrames(5_000);
    assertThat(numbers(receiver)).isEqualTo(IntStream.range(0, 5_000).boxed().toList());
    nodes.forEach(node -> assertThat(node.listener().heard("disconnected")).isFalse());
  }

  @Test
  void aBrokerThatIsSilentForLongIsGivenUpAndUsedAgainOnceItAnswers() throws Exception {
    TestNode sender = node(WATCHFUL);
    TestNode receiver = node(WATCHFUL);

    broker.pause();
    nodes.forEach(node -> node.awaitEvent("disconnected"));
    broker.resume();

    nodes.forEach(node -> node.awaitEvent("connected", 2));
    sender.send(receiver, "again");
    receiver.awaitText("again");
  }

  private TestNode node(TcpProxy way) {
    TestNode node =
        TestNode.opening(
            nodes.size() + 1L,
            ArtemisNetwork.transport("faulty", ArtemisProcess.settings(way.uri(), WATCHFUL)));
    nodes.add(node);
    return node;
  }

  @Test
  void aWayThatSwallowsWhatItIsGivenIsGivenUpAndAnotherConnectionUsed() {
    try (var way = TcpProxy.to(broker.uri())) {
      TestNode sender = node(way);
      TestNode receiver = node("");
      sender.awaitEvent("connected");

      way.freeze();
      sender.awaitEvent("disconnected");
      sender.awaitEvent("connected", 2);

      sender.send(receiver, "again");
      receiver.awaitText("again");
      assertThat(receiver.listener().heard("disconnected")).isFalse();
    }
  }

  @Test
  void aNodeThatIsRefusedAgainAndAgainAtItsStartConnectsOnceItIsNot() {
    try (var way = TcpProxy.to(broker.uri())) {
      way.interrupt();
      TestNode refused = node(way);
      await().atMost(Duration.ofSeconds(20)).until(() -> way.refused() >= 5);
      assertThat(refused.listener().heard("connected")).isFalse();

      way.restore();

      refused.awaitEvent("connected");
      refused.broadcast("here");
      refused.awaitText("here");
    }
  }
}
