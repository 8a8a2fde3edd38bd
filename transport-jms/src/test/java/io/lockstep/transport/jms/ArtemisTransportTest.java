package io.lockstep.transport.jms;

import io.lockstep.testkit.transport.TransportContract;
import io.lockstep.transport.Transport;
import io.lockstep.transport.jms.broker.EmbeddedArtemis;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class ArtemisTransportTest extends TransportContract {
  private static EmbeddedArtemis broker;
  private final String cluster = UUID.randomUUID().toString();

  @BeforeAll
  static void startBroker() throws Exception {
    broker = EmbeddedArtemis.start();
  }

  @AfterAll
  static void stopBroker() throws Exception {
    broker.close();
  }

  @Override
  protected Transport newTransport() {
    return ArtemisNetwork.transport(cluster, ArtemisNetwork.settings(broker));
  }
}
