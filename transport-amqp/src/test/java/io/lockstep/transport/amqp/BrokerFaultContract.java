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
import io.lockstep.testkit.transport.TcpProxy;
import io.lockstep.testkit.transport.TestNode;
import io.lockstep.transport.Transport;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the transport does when the broker fails, refuses, or is used by others. */
abstract class BrokerFaultContract<B extends TestBroker> extends AmqpScenario<B> {
  @Test
  void aNodeThatStartsBeforeTheBrokerConnectsWhenThatIsUp() {
    broker().kill();
    Transport transport = network().transport();
    TestNode early = tracked(TestNode.opening(randomId(), transport));
    early.broadcast("nobody hears this");
    assertThat(transport.statistics().state()).isEqualTo("disconnected");
    assertThat(early.dropped()).isEqualTo(1);

    broker().restart();

    early.awaitEvent("connected");
    early.broadcast("hello");
    early.awaitText("hello");
  }

  @Test
  void nodesComeBackAfterTheBrokersDeathAndNobodyIsDeclaredDead() {
    TestNode first = node();
    TestNode second = node();

    broker().kill();
    first.awaitEvent("disconnected");
    second.awaitEvent("disconnected");
    broker().restart();

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
    URI right = URI.create(broker().uri());
    var wrong = new AmqpNetwork("amqp://wronguser:wrongpw@127.0.0.1:" + right.getPort());
    var events = new ListAppender<ILoggingEvent>();
    events.start();
    var logger = (Logger) LoggerFactory.getLogger("io.lockstep.transport.connection.FailureLog");
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
    network().check();

    assertThatThrownBy(() -> new AmqpNetwork("amqp://guest:guest@127.0.0.1:1").check())
        .isInstanceOf(IOException.class)
        .hasMessage(
            "The broker amqp://guest:***@127.0.0.1:1 cannot be reached: Connection refused");
  }

  @Test
  void whatForeignClientsPublishCostsThatMessageOnly() throws Exception {
    TestNode sender = node();
    TestNode receiver = node();
    NetworkNames names = network().names();
    var factory = new ConnectionFactory();
    factory.setUri(broker().uri());
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
    factory.setUri(broker().uri());
    try (var connection = factory.newConnection("foreign");
        Channel foreign = connection.createChannel()) {
      for (String stamp :
          List.of("", ":", "x", "0:-1", "zzzzzzzzzzzzzz:1", "1:" + "9".repeat(99))) {
        foreign.basicPublish(
            network().names().toAll(),
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
    assertThat(receiver.dropped()).isZero();
  }

  @Test
  void aForgedNumberMakesUpFewLostFramesAndARefusedFrameNone() throws Exception {
    TestNode sender = node();
    TestNode receiver = node();
    sender.broadcast("I am here");
    receiver.awaitText("I am here");
    var factory = new ConnectionFactory();
    factory.setUri(broker().uri());
    try (var connection = factory.newConnection("foreign");
        Channel foreign = connection.createChannel()) {
      var forged = new AMQP.BasicProperties.Builder().appId(sender.id().toString());
      String highest = "0:" + Long.toString(Long.MAX_VALUE, 36);
      foreign.basicPublish(
          network().names().toAll(),
          "",
          forged.messageId(highest).build(),
          new byte[AmqpTransportProvider.MAX_FRAME_BYTES + 1]);
      await().until(() -> receiver.dropped() == 1);
      foreign.basicPublish(
          network().names().toAll(), "", forged.messageId(highest).build(), new byte[] {1});
      await().until(() -> receiver.dropped() > 1);
      assertThat(receiver.dropped()).isEqualTo(1 + Peers.LARGEST_GAP);
      var probe = new AMQP.BasicProperties.Builder().type("probe").build();
      foreign.basicPublish(network().names().toAll(), "", probe, new byte[] {1});
      await().until(() -> receiver.dropped() == 2 + Peers.LARGEST_GAP);
    }
  }

  @Test
  void deletedExchangesAreDeclaredAgainAndNobodyDiesOfIt() throws Exception {
    network().with("heartbeat", "1 s");
    TestNode first = node();
    TestNode second = node();
    second.broadcast("I am here");
    first.awaitText("I am here");
    var factory = new ConnectionFactory();
    factory.setUri(broker().uri());
    try (var connection = factory.newConnection("foreign");
        Channel foreign = connection.createChannel()) {
      foreign.exchangeDelete(network().names().toAll());
      foreign.exchangeDelete(network().names().toOne());
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
    network().with("queue-frames", "100");
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
