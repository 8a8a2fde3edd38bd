package io.lockstep.transport.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.testkit.transport.TestNode;
import java.net.URI;
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
    int port = URI.create(broker().uri()).getPort();
    return new AmqpNetwork("amqp://" + limited + ":secret@127.0.0.1:" + port + "/" + limited)
        .with("arbiter-grace", GRACE.toMillis() + " ms");
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
}
