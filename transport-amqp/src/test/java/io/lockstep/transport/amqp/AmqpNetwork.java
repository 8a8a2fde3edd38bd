package io.lockstep.transport.amqp;

import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.Transport;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Makes transports of one cluster that nobody else uses. */
final class AmqpNetwork {
  private final String cluster = UUID.randomUUID().toString();
  private final Map<String, String> settings = new HashMap<>();
  private int nodes;

  AmqpNetwork(String uri) {
    settings.put("lockstep.amqp.uri", uri);
  }

  AmqpNetwork with(String setting, String value) {
    settings.put("lockstep.amqp." + setting, value);
    return this;
  }

  Transport transport() {
    return new AmqpTransportProvider().create(address("node" + nodes++), settings);
  }

  NetworkNames names() {
    return NetworkNames.of(address("any"));
  }

  private NodeAddress address(String server) {
    return new NodeAddress("test", cluster, server, "app");
  }
}
