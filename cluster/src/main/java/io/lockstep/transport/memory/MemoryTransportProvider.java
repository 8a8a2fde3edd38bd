package io.lockstep.transport.memory;

import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.Transport;
import io.lockstep.transport.TransportProvider;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Connects the nodes of one cluster that share this class, so those of one web application or of
 * one JVM. It has no settings.
 */
public final class MemoryTransportProvider implements TransportProvider {
  private static final Map<List<String>, MemoryNetwork> NETWORKS = new ConcurrentHashMap<>();

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public Optional<Set<String>> settingNames() {
    return Optional.of(Set.of());
  }

  @Override
  public Transport create(NodeAddress address, String instance, Map<String, String> settings) {
    if (!settings.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: the memory transport has no settings"
              .formatted(String.join(", ", settings.keySet())));
    }
    var network = List.of(address.domain(), address.cluster(), address.application(), instance);
    return NETWORKS.computeIfAbsent(network, name -> new MemoryNetwork()).transport();
  }
}
