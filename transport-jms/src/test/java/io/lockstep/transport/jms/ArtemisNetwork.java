package io.lockstep.transport.jms;

import io.lockstep.config.JmsSettings;
import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.Transport;
import io.lockstep.transport.jms.broker.EmbeddedArtemis;
import java.util.HashMap;
import java.util.Map;

/** Transports over an Artemis broker, set as the document's sample is. */
final class ArtemisNetwork {
  private ArtemisNetwork() {}

  /** The sample's settings, by their full name, with what its JNDI needs. */
  static Map<String, String> settings(EmbeddedArtemis broker) {
    return settings(broker.jndi());
  }

  /** The sample's settings, by their full name, with this environment of JNDI. */
  static Map<String, String> settings(Map<String, String> environment) {
    Map<String, String> settings =
        new HashMap<>(
            JmsSettings.of("jms/NexawebConnectionFactory", "jms/NexawebTopic").settings());
    environment.forEach((name, value) -> settings.put("lockstep.jms.environment." + name, value));
    return settings;
  }

  static Transport transport(String cluster, Map<String, String> settings) {
    return transport(cluster, JmsTransportProvider.DEFAULT_INSTANCE, settings);
  }

  static Transport transport(String cluster, String instance, Map<String, String> settings) {
    return new JmsTransportProvider()
        .create(new NodeAddress("test", cluster, "any", "app"), instance, settings);
  }
}
