package io.lockstep.benchmarks;

import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.Transport;
import io.lockstep.transport.TransportProvider;
import io.lockstep.transport.memory.MemoryNetwork;
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
    TransportProvider provider =
        ServiceLoader.load(TransportProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(found -> found.name().equals("amqp"))
            .findFirst()
            .orElseThrow();
    return address ->
        provider.create(
            address, TransportProvider.DEFAULT_INSTANCE, Map.of("lockstep.amqp.uri", broker));
  }
}
