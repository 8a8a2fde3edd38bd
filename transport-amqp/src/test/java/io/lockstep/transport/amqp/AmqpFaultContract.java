package io.lockstep.transport.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConnectionFactory;
import io.lockstep.testkit.transport.TestNode;
import io.lockstep.transport.NodeId;
import io.lockstep.transport.Transport;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.LoggerFactory;

/** What the transport does when the broker, the network or others fail. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AmqpFaultContract<B extends TestBroker> {
  private static final Duration GRACE = Duration.ofMillis(600);

  private final List<AutoCloseable> resources = new ArrayList<>();
  private B broker;
  private AmqpNetwork network;

  abstract B sharedBroker();

  @BeforeAll
  void start() {
    broker = sharedBroker();
  }

  @BeforeEach
  void newNetwork() {
    network = new AmqpNetwork(broker.uri()).with("arbiter-grace", GRACE.toMillis() + " ms");
  }

  @AfterEach
  void closeResources() throws Exception {
    for (AutoCloseable resource : resources) {
      resource.close();
    }
    resources.clear();
  }

  final B broker() {
    return broker;
  }

  final <T extends AutoCloseable> T tracked(T resource) {
    resources.add(resource);
    return resource;
  }

  final TestNode node() {
    return tracked(TestNode.connected(randomId(), network.transport()));
  }

  private TestNode node(TcpProxy proxy) {
    return tracked(TestNode.connected(randomId(), network.via(proxy).transport()));
  }

  private TcpProxy proxy() {
    return tracked(TcpProxy.to(broker.uri()));
  }

  static long randomId() {
    return ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
  }

  /** Sends until the node hears the event. */
  private static void sendUntil(TestNode sender, TestNode receiver, String event) {
    await(event)
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(10))
        .until(
            () -> {
              sender.send(receiver, "are you there?");
              return sender.listener().heard(event);
            });
  }

  private static void awaitSomeText(TestNode sender, TestNode receiver, String text) {
    await(text)
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              sender.send(receiver, text);
              return receiver.listener().texts().contains(text);
            });
  }

  @Test
  void aNodeThatStartsBeforeTheBrokerConnectsWhenThatIsUp() {
    broker.kill();
    Transport transport = network.transport();
    TestNode early = tracked(TestNode.opening(randomId(), transport));
    early.broadcast("nobody hears this");
    assertThat(transport.statistics().state()).isEqualTo("disconnected");
    assertThat(early.dropped()).isEqualTo(1);

    broker.restart();

    early.awaitEvent("connected");
    early.broadcast("hello");
    early.awaitText("hello");
  }

  @Test
  void nodesComeBackAfterTheBrokersDeathAndNobodyIsDeclaredDead() {
    TestNode first = node();
    TestNode second = node();

    broker.kill();
    first.awaitEvent("disconnected");
    second.awaitEvent("disconnected");
    broker.restart();

    first.awaitEvent("connected", 2);
    first.send(second, "perhaps too early");
    second.awaitEvent("connected", 2);
    awaitSomeText(first, second, "hello again");
    awaitSomeText(second, first, "welcome back");
    // Longer than the grace, in which the early frame may have come back.
    await().during(GRACE.multipliedBy(2)).until(() -> first.listener().count("disconnected") == 1);
    for (TestNode node : List.of(first, second)) {
      assertThat(node.listener().events()).noneMatch(event -> event.startsWith("dead"));
      assertThat(node.listener().heard("declaredDead")).isFalse();
    }
  }

  @Test
  void wrongCredentialsAreToldInOneLineWithoutThePassword() {
    URI right = URI.create(broker.uri());
    var wrong = new AmqpNetwork("amqp://wronguser:wrongpw@127.0.0.1:" + right.getPort());
    var events = new ListAppender<ILoggingEvent>();
    events.start();
    var logger = (Logger) LoggerFactory.getLogger(FailureLog.class);
    logger.setLevel(Level.WARN);
    logger.addAppender(events);
    try {
      TestNode refused = tracked(TestNode.opening(randomId(), wrong.transport()));

      await().until(() -> !events.list.isEmpty());

      assertThat(events.list.get(0).getFormattedMessage())
          .contains("wronguser", "wrong user name or password", "127.0.0.1:" + right.getPort())
          .doesNotContain("wrongpw");
      assertThat(refused.listener().events()).isEmpty();
      assertThatThrownBy(() -> wrong.check())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("refuses user \"wronguser\"");
    } finally {
      logger.detachAppender(events);
      logger.setLevel(null);
    }
  }

  @Test
  void theBrokerCanBeCheckedBeforehand() throws Exception {
    network.check();

    assertThatThrownBy(() -> new AmqpNetwork("amqp://guest:guest@127.0.0.1:1").check())
        .isInstanceOf(IOException.class)
        .hasMessage(
            "The broker amqp://guest:***@127.0.0.1:1 cannot be reached: Connection refused");
  }

  @Test
  void aKilledProcessIsUnreachableAtOnceAndThenDead() {
    TestNode witness = node();
    var id = new NodeId(randomId());
    ChildNode child = tracked(ChildNode.start(broker.uri(), network.cluster(), id));
    child.kill();
    long killed = System.nanoTime();

    await()
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              witness.transport().send(id, new byte[] {1});
              return witness.listener().heard("unreachable " + id);
            });

    long ms = (System.nanoTime() - killed) / 1_000_000;
    System.out.println(getClass().getSimpleName() + ": unreachable " + ms + " ms after SIGKILL");
    assertThat(ms).isLessThan(1_000);
    // It was never heard on this link, so it gets the time to settle.
    assertThat(witness.listener().heard("dead " + id)).isFalse();
  }

  @Test
  void aNodeWhoseConnectionIsCutForGoodIsUnreachableAndThenDead() {
    TestNode witness = node();
    TcpProxy way = proxy();
    TestNode victim = node(way);
    victim.broadcast("I am here");
    witness.awaitText("I am here");

    way.interrupt();

    sendUntil(witness, victim, "unreachable " + victim.id());
    assertThat(witness.listener().heard("dead " + victim.id())).isFalse();
    witness.awaitEvent("dead " + victim.id());
    victim.awaitEvent("disconnected");
  }

  @Test
  void aNodeThatIsBackWithinTheGraceLivesOn() {
    TestNode witness = node();
    TcpProxy way = proxy();
    TestNode other = node(way);
    other.broadcast("I am here");
    witness.awaitText("I am here");

    way.interrupt();
    sendUntil(witness, other, "unreachable " + other.id());
    way.restore();

    other.awaitEvent("connected", 2);
    await().during(GRACE.multipliedBy(2)).until(() -> other.listener().count("connected") == 2);
    assertThat(witness.listener().heard("dead " + other.id())).isFalse();
    assertThat(other.listener().heard("declaredDead")).isFalse();
    awaitSomeText(witness, other, "welcome back");
  }

  @Test
  void aNodeThatComesBackAfterItsDeathLearnsOfItAndMayJoinUnderAnotherId() {
    TestNode witness = node();
    TcpProxy way = proxy();
    TestNode late = node(way);
    late.broadcast("I am here");
    witness.awaitText("I am here");
    way.interrupt();
    sendUntil(witness, late, "dead " + late.id());

    way.restore();

    late.awaitEvent("declaredDead");
    assertThat(late.listener().count("connected")).isEqualTo(1);
    late.close();
    TestNode reborn = tracked(TestNode.connected(randomId(), late.transport()));
    reborn.send(witness, "new life");
    witness.awaitText("new life");
    long dropped = witness.dropped();
    witness.send(late, "no answer");
    await().until(() -> witness.dropped() > dropped);
  }

  @Test
  void aJudgeThatLostItsOwnConnectionStandsByItsJudgement() {
    TcpProxy judgesWay = proxy();
    TestNode judge = node(judgesWay);
    TcpProxy way = proxy();
    TestNode late = node(way);
    late.broadcast("I am here");
    judge.awaitText("I am here");
    way.interrupt();
    sendUntil(judge, late, "dead " + late.id());
    judgesWay.cut();
    judge.awaitEvent("connected", 2);

    way.restore();

    late.awaitEvent("declaredDead");
  }

  @Test
  void everyWitnessLearnsOfTheDeath() {
    List<TestNode> witnesses = List.of(node(), node(), node());
    TcpProxy way = proxy();
    TestNode victim = node(way);
    victim.broadcast("I am here");
    witnesses.forEach(witness -> witness.awaitText("I am here"));
    way.interrupt();
    victim.awaitEvent("disconnected");

    for (TestNode witness : witnesses) {
      sendUntil(witness, victim, "dead " + victim.id());
    }
  }

  @Test
  void aNodeNotHeardSinceIsGivenTimeToSettle() {
    network.with("arbiter-settle", "2 s");
    TestNode witness = node();
    var stranger = new NodeId(randomId());
    witness.transport().send(stranger, new byte[] {1});
    witness.awaitEvent("unreachable " + stranger);

    await()
        .during(GRACE.multipliedBy(2))
        .until(() -> !witness.listener().heard("dead " + stranger));

    witness.awaitEvent("dead " + stranger);
  }

  @Test
  void whatForeignClientsPublishCostsThatMessageOnly() throws Exception {
    TestNode sender = node();
    TestNode receiver = node();
    NetworkNames names = network.names();
    var factory = new ConnectionFactory();
    factory.setUri(broker.uri());
    try (var connection = factory.newConnection("foreign");
        Channel foreign = connection.createChannel()) {
      byte[] garbage = "garbage".getBytes(StandardCharsets.UTF_8);
      var plain = new AMQP.BasicProperties.Builder();
      foreign.basicPublish(names.toAll(), "", null, garbage);
      foreign.basicPublish(names.toAll(), "", plain.build(), new byte[0]);
      foreign.basicPublish(names.toAll(), "", plain.appId("0000000000000000").build(), garbage);
      foreign.basicPublish(names.toAll(), "", plain.appId("no\nnode").build(), garbage);
      foreign.basicPublish(
          names.toOne(),
          receiver.id().toString(),
          plain.appId(null).headers(Map.of("deep", Map.of("x", List.of(1, 2)))).build(),
          garbage);
      foreign.basicPublish(
          names.toAll(), "", plain.appId(sender.id().toString()).build(), new byte[2 << 20]);
    }

    await().untilAsserted(() -> assertThat(receiver.dropped()).isEqualTo(6));
    awaitSomeText(sender, receiver, "all is well");
    assertThat(receiver.listener().texts()).doesNotContain("garbage");
    assertThat(receiver.listener().count("disconnected")).isZero();
    assertThat(sender.listener().count("disconnected")).isZero();
  }

  @Test
  void aHostileNumberingOfFramesDoesNoHarm() throws Exception {
    TestNode sender = node();
    TestNode receiver = node();
    var factory = new ConnectionFactory();
    factory.setUri(broker.uri());
    try (var connection = factory.newConnection("foreign");
        Channel foreign = connection.createChannel()) {
      for (String stamp :
          List.of("", ":", "x", "0:-1", "zzzzzzzzzzzzzz:1", "1:" + "9".repeat(99))) {
        foreign.basicPublish(
            network.names().toAll(),
            "",
            new AMQP.BasicProperties.Builder()
                .appId(sender.id().toString())
                .messageId(stamp)
                .build(),
            new byte[] {1});
      }
    }

    receiver.awaitFrames(6);
    awaitSomeText(sender, receiver, "all is well");
  }

  @Test
  void deletedExchangesAreDeclaredAgainAndNobodyDiesOfIt() throws Exception {
    network.with("heartbeat", "1 s");
    TestNode first = node();
    TestNode second = node();
    second.broadcast("I am here");
    first.awaitText("I am here");
    var factory = new ConnectionFactory();
    factory.setUri(broker.uri());
    try (var connection = factory.newConnection("foreign");
        Channel foreign = connection.createChannel()) {
      foreign.exchangeDelete(network.names().toAll());
      foreign.exchangeDelete(network.names().toOne());
    }

    first.broadcast("lost");
    first.awaitEvent("connected", 2);
    first.send(second, "comes back, as the second node is no longer bound");
    awaitSomeText(first, second, "hello");

    awaitSomeText(second, first, "hello");
    assertThat(first.listener().heard("dead " + second.id())).isFalse();
    assertThat(second.listener().heard("declaredDead")).isFalse();
  }

  @Test
  void aReceiverThatIsTooSlowLosesFramesAndSaysSo() {
    network.with("queue-frames", "100");
    TestNode sender = node();
    TestNode slow = node();
    byte[] frame = new byte[10_000];

    synchronized (slow.listener().pause()) {
      for (int i = 0; i < 5_000; i++) {
        sender.transport().send(slow.id(), frame);
      }
      await().until(() -> sender.transport().statistics().sentFrames() == 5_000);
      awaitEcho(sender);
    }

    await()
        .until(
            () -> {
              sender.send(slow, "ping");
              return slow.dropped() > 0;
            });
    awaitSomeText(sender, slow, "still here");
    assertThat(slow.listener().frames()).hasSizeLessThan(5_000);
    assertThat(slow.listener().count("disconnected")).isZero();
  }

  private static void awaitEcho(TestNode node) {
    node.broadcast("echo");
    node.awaitText("echo");
  }

  @Test
  void aNodeWhoseConnectionFreezesComesBackOnceTheBrokerGaveItUp() {
    network.with("heartbeat", "1 s");
    TestNode witness = node();
    TcpProxy way = proxy();
    TestNode frozen = node(way);
    frozen.broadcast("I am here");
    witness.awaitText("I am here");

    way.freeze();

    frozen.awaitEvent("disconnected");
    frozen.awaitEvent("connected", 2);
    awaitSomeText(witness, frozen, "welcome back");
    assertThat(frozen.listener().heard("declaredDead")).isFalse();
    assertThat(witness.listener().heard("dead " + frozen.id())).isFalse();
  }

  @Test
  void aBrokerThatIsCutWhileFramesAreOnTheirWayBlocksNobody() {
    TcpProxy way = proxy();
    TestNode sender = node(way);
    TestNode receiver = node();

    for (int round = 1; round <= 3; round++) {
      for (int i = 0; i < 1_000; i++) {
        sender.send(receiver, "frame");
      }
      way.cut();
      sender.awaitEvent("connected", round + 1);
    }

    awaitSomeText(sender, receiver, "done");
  }
}
