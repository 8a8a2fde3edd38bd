package io.lockstep.transport.amqp;

import io.lockstep.testkit.transport.PresenceTransportContract;
import io.lockstep.transport.Transport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** The contract over one broker, with a network of its own for each test. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AmqpTransportContract extends PresenceTransportContract {
  private TestBroker broker;
  private AmqpNetwork network;

  abstract TestBroker sharedBroker();

  @BeforeAll
  void start() {
    broker = sharedBroker();
  }

  @BeforeEach
  void newNetwork() {
    network = new AmqpNetwork(broker.uri());
  }

  @Override
  protected Transport newTransport() {
    return network.transport();
  }
}
