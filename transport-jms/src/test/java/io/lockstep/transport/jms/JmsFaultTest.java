package io.lockstep.transport.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockstep.testkit.transport.LoggedLines;
import io.lockstep.testkit.transport.TestNode;
import io.lockstep.transport.jms.broker.EmbeddedArtemis;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Providers that are away, refuse, or are not what the settings say. */
class JmsFaultTest {
  private static final String FAILURES = "io.lockstep.transport.connection.FailureLog";

  private static final String CLUSTER = "faulty";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<TestNode> nodes = new ArrayList<>();
  private EmbeddedArtemis broker;

  @BeforeEach
  void startBroker() throws Exception {
    broker = EmbeddedArtemis.start();
  }

  @AfterEach
  void end() throws Exception {
    nodes.forEach(TestNode::close);
    broker.close();
  }

  private TestNode opening(Map<String, String> settings) {
    TestNode node =
        TestNode.opening(
            ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE),
            ArtemisNetwork.transport(CLUSTER, settings));
    nodes.add(node);
    return node;
  }

  /** The broker's settings, but for these. */
  private Map<String, String> changed(String name, String value) {
    Map<String, String> settings = new HashMap<>(ArtemisNetwork.settings(broker));
    settings.put("lockstep.jms." + name, value);
    return settings;
  }

  private TestNode opening() {
    return opening(ArtemisNetwork.settings(broker));
  }

  @Test
  void aNodeComesBackByItselfWhenTheBrokerDoes() throws Exception {
    TestNode first = opening();
    TestNode second = opening();
    first.awaitEvent("connected");
    second.awaitEvent("connected");

    broker.stop();
    first.awaitEvent("disconnected");
    second.awaitEvent("disconnected");
    first.broadcast("into the void");
    broker.restart();

    first.awaitEvent("connected", 2);
    second.awaitEvent("connected", 2);
    first.send(second, "again");
    second.awaitText("again");
    assertThat(first.dropped()).isEqualTo(1);
  }

  @Test
  void aBrokerThatIsNotThereYetIsWaitedFor() throws Exception {
    broker.stop();

    try (var failures = new LoggedLines(FAILURES)) {
      TestNode node = opening();
      failures.await(
          "The topic jms/NexawebTopic of jms/NexawebConnectionFactory cannot be reached");
      assertThat(node.listener().events()).isEmpty();
      broker.restart();

      node.awaitEvent("connected");
      assertThat(failures.lines()).hasSizeLessThan(3);
    }
  }

  @Test
  void aPasswordInTheProvidersAddressIsNotToldEvenWhenTheProviderQuotesIt() {
    String address = "tcp://broker:61616?user=me&password=hush";

    String told =
        JmsFailure.explain(
            "topic", Map.of("connectionFactory.cf", address), new JMSException("bad " + address));

    assertThat(told).contains("bad <connectionFactory.cf>").doesNotContain("hush");
  }

  @Test
  void aConnectionFactoryThatIsNotInJndiIsToldByItsSetting() {
    try (var failures = new LoggedLines(FAILURES)) {
      opening(changed("connection-factory-jndi-name", "jms/Nobody"));

      failures.await("connection-factory-jndi-name \"jms/Nobody\" is not found in JNDI");
    }
  }

  @Test
  void aTopicThatIsNotInJndiIsToldByItsSetting() {
    try (var failures = new LoggedLines(FAILURES)) {
      opening(changed("destination-jndi-name", "jms/Nowhere"));

      failures.await("destination-jndi-name \"jms/Nowhere\" is not found in JNDI");
    }
  }

  @Test
  void aQueueInThePlaceOfTheTopicIsTold() {
    try (var failures = new LoggedLines(FAILURES)) {
      opening(changed("destination-jndi-name", "jms/NexawebQueue"));

      failures.await("destination-jndi-name \"jms/NexawebQueue\" is a ", "must be a", "Topic");
    }
  }

  @Test
  void aContextFactoryThatIsNotOnTheClassPathIsTold() {
    try (var failures = new LoggedLines(FAILURES)) {
      opening(changed("environment.java.naming.factory.initial", "com.example.Missing"));

      failures.await("com.example.Missing", "class path");
    }
  }

  @Test
  void withoutAnyJndiTheMissingParameterIsTold() {
    Map<String, String> settings = new HashMap<>(ArtemisNetwork.settings(broker));
    settings.remove("lockstep.jms.environment.java.naming.factory.initial");

    try (var failures = new LoggedLines(FAILURES)) {
      opening(settings);

      failures.await("no JNDI here", "java.naming.factory.initial");
    }
  }

  @Test
  void aContainerThatRefusesTheClientIdIsLeftAlone() {
    TestNode node =
        opening(
            changed(
                "environment.java.naming.factory.initial",
                ContainerContextFactory.class.getName()));

    node.awaitEvent("connected");
    node.broadcast("hello");
    node.awaitText("hello");
  }

  @Test
  void aProviderThatDoesNotHeedSelectorsIsToldAndNobodyHearsWhatIsForOthers() {
    Map<String, String> unselecting =
        changed(
            "environment.java.naming.factory.initial", UnselectingContextFactory.class.getName());
    TestNode sender = opening();
    TestNode receiver = opening(unselecting);
    TestNode other = opening(unselecting);
    TestNode foreigner = foreigner(unselecting);
    nodes.forEach(node -> node.awaitEvent("connected"));

    sender.send(receiver, "for one");
    sender.broadcast("for all");
    foreigner.broadcast("for foreigners");

    nodes.forEach(node -> node.awaitText(node == foreigner ? "for foreigners" : "for all"));
    await().atMost(PATIENCE).until(() -> receiver.dropped() == 1 && other.dropped() == 2);
    assertThat(receiver.listener().texts()).containsExactly("for one", "for all");
    assertThat(other.listener().texts()).containsExactly("for all");
    assertThat(foreigner.listener().texts()).containsExactly("for foreigners");
    assertThat(foreigner.dropped()).isEqualTo(2);
  }

  private TestNode foreigner(Map<String, String> settings) {
    TestNode node = TestNode.opening(1, ArtemisNetwork.transport("foreign", settings));
    nodes.add(node);
    return node;
  }

  @Test
  void whatIsNoFrameIsDroppedAndCounted() throws Exception {
    TestNode node = opening();
    node.awaitEvent("connected");

    try (var jndi = new Jndi(broker.jndi());
        Connection connection =
            jndi.find("any", "jms/NexawebConnectionFactory", ConnectionFactory.class)
                .createConnection()) {
      Session session = connection.createSession();
      Message text = session.createTextMessage("hello");
      text.setStringProperty(NetworkName.NETWORK, "test/" + CLUSTER + "/app/default");
      session.createProducer(jndi.find("any", "jms/NexawebTopic", Topic.class)).send(text);
    }

    await().atMost(PATIENCE).until(() -> node.dropped() == 1);
    node.broadcast("still here");
    node.awaitText("still here");
    assertThat(node.listener().texts()).containsExactly("still here");
  }
}
