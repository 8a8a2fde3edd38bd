package io.lockstep.transport.amqp;

import io.lockstep.testkit.transport.OverloadContract;
import io.lockstep.testkit.transport.PresenceTransportContract;
import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.Transport;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The contract over one broker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AmqpTransportContract extends PresenceTransportContract implements OverloadContract {
  private TestBroker broker;

  abstract TestBroker sharedBroker();

  @BeforeAll
  void start() {
    broker = sharedBroker();
  }

  @Override
  protected Transport newTransport(NodeAddress address, String instance) {
    return new AmqpTransportProvider()
        .create(address, instance, Map.of("lockstep.amqp.uri", broker.uri()));
  }

  /** A full queue on the broker loses its oldest frames, and tells nobody. */
  @Override
  public boolean countsEachLostFrame() {
    return false;
  }
}
