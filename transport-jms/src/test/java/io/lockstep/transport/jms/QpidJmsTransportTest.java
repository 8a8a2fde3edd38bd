package io.lockstep.transport.jms;

import io.lockstep.testkit.transport.OverloadContract;
import io.lockstep.testkit.transport.TransportContract;
import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.Transport;
import io.lockstep.transport.jms.broker.EmbeddedArtemis;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Another provider's client, Qpid JMS, over AMQP 1.0. */
class QpidJmsTransportTest extends TransportContract implements OverloadContract {
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
    return new JmsTransportProvider().create(address, instance, settings());
  }

  private static Map<String, String> settings() {
    return ArtemisNetwork.settings(
        Map.of(
            "java.naming.factory.initial",
            "org.apache.qpid.jms.jndi.JmsInitialContextFactory",
            "connectionfactory.jms/NexawebConnectionFactory",
            broker.amqpUri(),
            "topic.jms/NexawebTopic",
            "nexaweb"));
  }
}
