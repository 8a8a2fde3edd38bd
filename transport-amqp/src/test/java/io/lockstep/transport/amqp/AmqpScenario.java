package io.lockstep.transport.amqp;

import static org.awaitility.Awaitility.await;

import io.lockstep.testkit.transport.TcpProxy;
import io.lockstep.testkit.transport.TestNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** One broker, and for each test a network of its own on it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AmqpScenario<B extends TestBroker> {
  static final Duration GRACE = Duration.ofMillis(600);

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

  final AmqpNetwork network() {
    return network;
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

  final TestNode node(TcpProxy proxy) {
    return tracked(TestNode.connected(randomId(), network.via(proxy).transport()));
  }

  final TcpProxy proxy() {
    return tracked(TcpProxy.to(broker.uri()));
  }

  static long randomId() {
    return ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
  }

  /** Sends until the node hears the event. */
  static void sendUntil(TestNode sender, TestNode receiver, String event) {
    await(event)
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(10))
        .until(
            () -> {
              sender.send(receiver, "are you there?");
              return sender.listener().heard(event);
            });
  }

  static void awaitSomeText(TestNode sender, TestNode receiver, String text) {
    await(text)
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              sender.send(receiver, text);
              return receiver.listener().texts().contains(text);
            });
  }
}
