package io.lockstep.transport.jms;

import io.lockstep.testkit.transport.OverloadContract;
import io.lockstep.testkit.transport.TransportContract;
import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.Transport;
import io.lockstep.transport.jms.broker.EmbeddedArtemis;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class ArtemisTransportTest extends TransportContract implements OverloadContract {
  private static EmbeddedArtemis broker;

  @BeforeAll
  static void startBroker() throws Exception {
    broker = EmbeddedArtemis.start();
  }

  @AfterAll
  static void stopBroker() throws Exception {
    broker.close();
  }

  @Override
  protected Transport newTransport(NodeAddress address, String instance) {
    return new JmsTransportProvider().create(address, instance, ArtemisNetwork.settings(broker));
  }
}
