package io.lockstep.transport.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockstep.testkit.transport.LoggedLines;
import io.lockstep.testkit.transport.TestNode;
import io.lockstep.transport.jms.broker.EmbeddedArtemis;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the settings of a JMS block do to real connections. */
class JmsSettingsTest {
  private static final String FAILURES = "io.lockstep.transport.connection.FailureLog";

  private static EmbeddedArtemis broker;
  private final String cluster = UUID.randomUUID().toString();
  private final List<TestNode> nodes = new ArrayList<>();

  @BeforeAll
  static void startBroker() throws Exception {
    broker = EmbeddedArtemis.start();
  }

  @AfterAll
  static void stopBroker() throws Exception {
    broker.close();
  }

  @AfterEach
  void closeNodes() {
    nodes.forEach(TestNode::close);
  }

  private TestNode node(String inCluster, Map<String, String> changed) {
    Map<String, String> settings = new TreeMap<>(ArtemisNetwork.settings(broker));
    changed.forEach((name, value) -> settings.put("lockstep.jms." + name, value));
    TestNode node =
        TestNode.connected(
            ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE),
            ArtemisNetwork.transport(inCluster, settings));
    nodes.add(node);
    return node;
  }

  private void assertThatFramesPass(TestNode first, TestNode second) {
    first.broadcast("to all");
    first.send(second, "to one");
    second.awaitText("to one");
    assertThat(second.listener().texts()).containsExactly("to all", "to one");
  }

  @ParameterizedTest
  @ValueSource(strings = {"AUTO_ACKNOWLEDGE", "CLIENT_ACKNOWLEDGE", "DUPS_OK_ACKNOWLEDGE"})
  void framesPassInEveryAcknowledgeMode(String mode) {
    Map<String, String> settings = Map.of("acknowledge-mode", mode);

    assertThatFramesPass(node(cluster, settings), node(cluster, settings));
  }

  @Test
  void framesPassInTransactedSessions() {
    Map<String, String> settings =
        Map.of("transacted", "true", "acknowledge-mode", "SESSION_TRANSACTED");

    assertThatFramesPass(node(cluster, settings), node(cluster, settings));
  }

  @Test
  void messagesAreSentAsTheProducersSettingsSay() throws Exception {
    TestNode node =
        node(
            cluster,
            Map.of(
                "delivery-mode", "PERSISTENT",
                "priority", "9",
                "time-to-live", "60000",
                "disable-message-timestamp", "true"));

    try (var jndi = new Jndi(broker.jndi());
        Connection connection =
            jndi.find("any", "jms/NexawebConnectionFactory", ConnectionFactory.class)
                .createConnection()) {
      MessageConsumer onlooker =
          connection
              .createSession()
              .createConsumer(jndi.find("any", "jms/NexawebTopic", Topic.class));
      connection.start();
      node.broadcast("hello");

      Message message = onlooker.receive(20_000);
      assertThat(message.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
      assertThat(message.getJMSPriority()).isEqualTo(9);
      assertThat(message.getJMSExpiration()).isPositive();
      assertThat(message.getJMSTimestamp()).isZero();
    }
  }

  @Test
  void aDurableSubscriptionStaysWhileItsNodeIsAway() {
    Map<String, String> settings =
        Map.of("durable", "true", "subscription-name", "kept", "client-id", "server-" + cluster);
    String subscription = "server-" + cluster + ".kept";
    TestNode node = node(cluster, settings);
    node.broadcast("hello");
    node.awaitText("hello");

    node.close();

    assertThat(broker.queues()).contains(subscription);
  }

  @Test
  void aDurableSubscriptionNeedsAClientId() {
    Map<String, String> settings = new TreeMap<>(ArtemisNetwork.settings(broker));
    settings.put("lockstep.jms.durable", "true");
    settings.put("lockstep.jms.subscription-name", "kept");

    try (LoggedLines failures = new LoggedLines(FAILURES)) {
      nodes.add(TestNode.opening(8, ArtemisNetwork.transport(cluster, settings)));

      failures.await("client-id: a durable subscription needs one");
    }
  }

  @Test
  void aSubscriptionThatIsNotDurableEndsWithItsNode() {
    Set<String> before = broker.queues();
    TestNode node = node(cluster, Map.of());
    // Those of the tests before may be ending only now.
    Set<String> own = broker.queues();
    own.removeAll(before);
    assertThat(own).isNotEmpty();

    node.close();

    await().untilAsserted(() -> assertThat(broker.queues()).doesNotContainAnyElementsOf(own));
  }

  @Test
  void severalInstancesOfANodeConnectWithClientIdsOfTheirOwn() {
    TestNode heartbeats = instance("heartbeats");
    TestNode backups = instance("backups");

    heartbeats.broadcast("I live");
    backups.broadcast("a batch");

    heartbeats.awaitText("I live");
    backups.awaitText("a batch");
    assertThat(heartbeats.listener().texts()).containsExactly("I live");
    assertThat(broker.clientIds())
        .filteredOn(id -> id.startsWith("lockstep-" + heartbeats.id()))
        .hasSize(2);
  }

  private TestNode instance(String name) {
    TestNode node =
        TestNode.connected(
            5, ArtemisNetwork.transport(cluster, name, ArtemisNetwork.settings(broker)));
    nodes.add(node);
    return node;
  }

  @Test
  void aClientIdThatIsSetIsUsedAndAnotherNodeCannotHaveItToo() {
    TestNode first = node(cluster, Map.of("client-id", "one-of-a-kind"));
    assertThat(broker.clientIds()).contains("one-of-a-kind");

    try (LoggedLines failures = new LoggedLines(FAILURES)) {
      Map<String, String> settings = new TreeMap<>(ArtemisNetwork.settings(broker));
      settings.put("lockstep.jms.client-id", "one-of-a-kind");
      nodes.add(TestNode.opening(7, ArtemisNetwork.transport(cluster, settings)));

      failures.await("The client id is in use by another connection");
    }
    assertThat(first.listener().heard("disconnected")).isFalse();
  }

  @Test
  void clustersThatShareATopicHearNothingOfEachOther() {
    TestNode one = node(cluster, Map.of());
    TestNode other = node(cluster + "-neighbour", Map.of());
    TestNode otherToo = node(cluster + "-neighbour", Map.of());

    one.broadcast("not for you");
    one.send(other, "nor this");
    other.broadcast("for us");

    other.awaitText("for us");
    otherToo.awaitText("for us");
    one.awaitText("not for you");
    assertThat(other.listener().texts()).containsExactly("for us");
    assertThat(otherToo.listener().texts()).containsExactly("for us");
    assertThat(one.listener().texts()).containsExactly("not for you");
  }
}
