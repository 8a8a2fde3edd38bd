package io.lockstep.transport.amqp;

import io.lockstep.testkit.transport.ChildNode;
import io.lockstep.testkit.transport.TcpProxy;
import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.NodeId;
import io.lockstep.transport.Transport;
import io.lockstep.transport.TransportProvider;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Makes transports of one cluster that nobody else uses. */
final class AmqpNetwork {
  private final String cluster;
  private final Map<String, String> settings = new HashMap<>();
  private int nodes;

  AmqpNetwork(String uri) {
    this(uri, UUID.randomUUID().toString());
  }

  AmqpNetwork(String uri, String cluster) {
    this.cluster = cluster;
    settings.put("lockstep.amqp.uri", uri);
  }

  /** The same cluster by another way to the broker. */
  AmqpNetwork via(TcpProxy proxy) {
    var other = new AmqpNetwork(proxy.uri(), cluster);
    settings.forEach(other.settings::putIfAbsent);
    return other;
  }

  AmqpNetwork with(String setting, String value) {
    settings.put("lockstep.amqp." + setting, value);
    return this;
  }

  Transport transport() {
    return transport(TransportProvider.DEFAULT_INSTANCE);
  }

  /** One of an instance of its own. */
  Transport transport(String instance) {
    return new AmqpTransportProvider().create(address("node" + nodes++), instance, settings);
  }

  String cluster() {
    return cluster;
  }

  /** A node in a process of its own. */
  ChildNode child(NodeId id) {
    return ChildNode.start("amqp", address("child"), id, settings);
  }

  /** Connects once, as a user of the product can beforehand. */
  void check() throws IOException {
    BrokerCheck.connectOnce(settings);
  }

  NetworkNames names() {
    return NetworkNames.of(address("any"), TransportProvider.DEFAULT_INSTANCE);
  }

  private NodeAddress address(String server) {
    return new NodeAddress("test", cluster, server, "app");
  }
}
