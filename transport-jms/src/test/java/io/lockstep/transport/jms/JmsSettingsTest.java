package io.lockstep.transport.jms;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.testkit.broker.EmbeddedArtemis;
import io.lockstep.testkit.transport.TestNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
  void framesPassPersistentWithAPriorityALifetimeAndWithoutIdsAndTimes() {
    Map<String, String> settings =
        Map.of(
            "delivery-mode", "PERSISTENT",
            "priority", "9",
            "time-to-live", "60000",
            "disable-message-id", "true",
            "disable-message-timestamp", "true");

    assertThatFramesPass(node(cluster, settings), node(cluster, settings));
  }

  @Test
  void framesPassOverDurableSubscriptions() {
    Map<String, String> settings = Map.of("durable", "true", "subscription-name", "lockstep");

    assertThatFramesPass(node(cluster, settings), node(cluster, settings));
  }

  @Test
  void aClientIdThatIsSetIsUsedAndAnotherNodeCannotHaveItToo() {
    TestNode first = node(cluster, Map.of("client-id", "one-of-a-kind"));

    try (LoggedFailures failures = new LoggedFailures()) {
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

    otherToo.awaitText("for us");
    one.awaitText("not for you");
    assertThat(other.listener().texts()).containsExactly("for us");
    assertThat(otherToo.listener().texts()).containsExactly("for us");
    assertThat(one.listener().texts()).containsExactly("not for you");
  }
}
