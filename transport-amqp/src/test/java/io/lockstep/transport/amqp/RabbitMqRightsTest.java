package io.lockstep.transport.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.testkit.transport.TestNode;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A user and a virtual host that allow no more than docs/amqp.md says. */
class RabbitMqRightsTest extends AmqpScenario<RabbitMqBroker> {
  private static final String NAMES = "^lockstep\\..*";
  private static final String NAMES_TO_WRITE = "^(lockstep\\..*|amq\\.default)$";

  private final String limited = "limited-" + UUID.randomUUID();

  @Override
  RabbitMqBroker sharedBroker() {
    return RabbitMqBroker.shared();
  }

  @BeforeEach
  void addUser() {
    broker().control("add_user", limited, "secret");
    broker().control("add_vhost", limited);
    broker().control("set_permissions", "-p", limited, limited, NAMES, NAMES_TO_WRITE, NAMES);
  }

  @AfterEach
  void deleteUser() {
    broker().control("delete_vhost", limited);
    broker().control("delete_user", limited);
  }

  private AmqpNetwork limitedNetwork() {
    return network("secret", limited).with("arbiter-grace", GRACE.toMillis() + " ms");
  }

  private AmqpNetwork network(String password, String virtualHost) {
    int port = URI.create(broker().uri()).getPort();
    return new AmqpNetwork(
        "amqp://%s:%s@127.0.0.1:%d/%s".formatted(limited, password, port, virtualHost));
  }

  private void expectRefusal(AmqpNetwork network, String... parts) {
    assertThatThrownBy(network::check)
        .isInstanceOf(IOException.class)
        .satisfies(failure -> assertThat(failure.getMessage()).hasLineCount(1))
        .hasMessageContainingAll(parts)
        .hasMessageNotContaining("secret");
  }

  /** The end of a node, as another sees it, which stays connected all the while. */
  private void seesADeath(Runnable before) {
    AmqpNetwork network = limitedNetwork();
    TestNode witness = tracked(TestNode.connected(randomId(), network.transport()));
    TestNode victim = TestNode.connected(randomId(), network.transport());
    victim.broadcast("I am here");
    witness.awaitText("I am here");
    before.run();

    victim.close();

    sendUntil(witness, victim, "dead " + victim.id());
    assertThat(witness.listener().count("connected")).isEqualTo(1);
  }

  @Test
  void aNodeNeedsNoMoreThanTheRightsThatTheGuideNames() {
    seesADeath(() -> {});
  }

  @Test
  void aDeathStandsThoughTheBrokerAllowsNoFurtherQueue() {
    seesADeath(() -> broker().control("set_vhost_limits", "-p", limited, "{\"max-queues\": 2}"));
  }

  @Test
  void aVirtualHostThatIsNotThereIsToldWithItsSetting() {
    expectRefusal(
        network("secret", "nowhere"),
        "vhost nowhere not found",
        "lockstep.amqp.uri names the virtual host");
    assertThatThrownBy(
            () ->
                BrokerCheck.connectOnce(
                    Map.of(
                        "lockstep.amqp.hostname",
                        "127.0.0.1:" + URI.create(broker().uri()).getPort(),
                        "lockstep.amqp.virtualhost",
                        "nowhere")))
        .hasMessageContaining("lockstep.amqp.virtualhost names the virtual host");
  }

  @Test
  void aVirtualHostWithoutAccessIsToldWithItsSetting() {
    expectRefusal(
        network("secret", "%2f"),
        "access to vhost '/' refused for user '" + limited + "'",
        "needs access to the virtual host in lockstep.amqp.uri");
  }

  @Test
  void aWrongPasswordIsToldWithItsSetting() {
    expectRefusal(
        network("secrets", limited),
        "refuses user \"" + limited + "\": wrong user name or password in lockstep.amqp.uri");
  }

  @Test
  void aMissingRightIsToldWithTheRightsThatAreNeeded() {
    broker().control("set_permissions", "-p", limited, limited, NAMES, "^$", NAMES);
    try (var log = new HeardLog(HeardLog.FAILURES)) {
      TestNode node = tracked(TestNode.opening(randomId(), limitedNetwork().transport()));

      assertThat(log.awaitLine("403 ACCESS_REFUSED"))
          .contains(
              "the user in lockstep.amqp.uri needs to configure, write and read lockstep.*, and to"
                  + " write amq.default")
          .hasLineCount(1);
      assertThat(node.listener().events()).isEmpty();
      broker().control("set_permissions", "-p", limited, limited, NAMES, NAMES_TO_WRITE, NAMES);
      node.awaitEvent("connected");
    }
  }
}
