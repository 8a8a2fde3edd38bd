package io.lockstep.benchmarks;

import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.Transport;
import io.lockstep.transport.TransportProvider;
import io.lockstep.transport.memory.MemoryNetwork;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;

/** Makes transports of one kind, all on one network. */
@FunctionalInterface
interface Transports {
  Transport create(NodeAddress address);

  /** A network within this JVM. */
  static Transports memory() {
    var network = new MemoryNetwork();
    return address -> network.transport();
  }

  /**
   * Connects through a broker.
   *
   * @param broker the broker's URI
   */
  static Transports amqp(String broker) {
    return of("amqp", Map.of("lockstep.amqp.uri", broker));
  }

  /**
   * Connects through a topic of an Artemis broker.
   *
   * @param broker the broker's URI
   */
  static Transports jms(String broker) {
    return of(
        "jms",
        Map.of(
            "lockstep.jms.connection-factory-jndi-name",
            "ConnectionFactory",
            "lockstep.jms.destination-jndi-name",
            "topic/benchmark",
            "lockstep.jms.environment.java.naming.factory.initial",
            "org.apache.activemq.artemis.jndi.ActiveMQInitialContextFactory",
            "lockstep.jms.environment.connectionFactory.ConnectionFactory",
            broker,
            "lockstep.jms.environment.topic.topic/benchmark",
            "benchmark"));
  }

  /** UDP multicast on loopback, with the default buffers, not encrypted. */
  static Transports udp() throws IOException {
    return udp(Map.of());
  }

  /** As {@link #udp()}, with the buffers that JGroups has by default. */
  static Transports udpWithLargeBuffers() throws IOException {
    return udp(
        Map.of(
            "lockstep.udp.receive-buffer-size", "5 MB", "lockstep.udp.send-buffer-size", "640 KB"));
  }

  private static Transports udp(Map<String, String> buffers) throws IOException {
    Map<String, String> settings = new HashMap<>(buffers);
    settings.put("lockstep.udp.port", Integer.toString(freePort()));
    settings.put("lockstep.udp.multicast-address", "239.255.77.1");
    settings.put("lockstep.udp.bind-address", "127.0.0.1");
    return of("udp", settings);
  }

  /** TCP on loopback, not encrypted. */
  static Transports tcp() throws IOException {
    return of(
        "tcp",
        Map.of(
            "lockstep.tcp.port", Integer.toString(freePort()),
            "lockstep.tcp.hosts", "127.0.0.1",
            "lockstep.tcp.bind-address", "127.0.0.1"));
  }

  /** JGroups alone over UDP multicast on loopback, with its own default settings. */
  static Transports rawUdp() throws IOException {
    return RawGroup.udp(freePort());
  }

  /** JGroups alone over TCP on loopback, with its own default settings. */
  static Transports rawTcp() throws IOException {
    return RawGroup.tcp(freePort());
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Transports of(String kind, Map<String, String> settings) {
    TransportProvider provider =
        ServiceLoader.load(TransportProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(found -> found.name().equals(kind))
            .findFirst()
            .orElseThrow();
    return address -> provider.create(address, TransportProvider.DEFAULT_INSTANCE, settings);
  }
}
