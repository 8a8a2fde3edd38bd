package io.lockstep.node;

import io.lockstep.config.ConfigurationException;
import io.lockstep.config.LockstepSettings;
import io.lockstep.config.MessagingSettings;
import io.lockstep.config.TransportInstance;
import io.lockstep.config.TransportKind;
import io.lockstep.transport.KeyedTransport;
import io.lockstep.transport.KeyedTransports;
import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.TransportProvider;
import io.lockstep.transport.memory.MemoryNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;

/** Makes the transports that settings ask for, out of those that are there. Thread-safe. */
public final class TransportFactory {
  /** Stands in for a node's address where settings are only checked. */
  private static final NodeAddress ANY = new NodeAddress("any", "any", "any", "any");

  private final Map<String, TransportProvider> providers = new TreeMap<>();

  /** Knows these; of two with one name, the first. */
  public TransportFactory(Iterable<TransportProvider> providers) {
    providers.forEach(provider -> this.providers.putIfAbsent(provider.name(), provider));
  }

  /** Knows those that the class loader finds. */
  public static TransportFactory installed(ClassLoader loader) {
    return new TransportFactory(ServiceLoader.load(TransportProvider.class, loader));
  }

  /** For reading settings. A transport that is made is not yet open, so checking costs nothing. */
  public List<TransportKind> kinds() {
    return providers.values().stream()
        .map(
            provider ->
                new TransportKind(
                    provider.name(),
                    provider.settingNames(),
                    settings -> provider.create(ANY, MessagingSettings.DEFAULT_INSTANCE, settings)))
        .toList();
  }

  /** What the settings ask for and this build does not have: a line each, for people. */
  public List<String> missing(LockstepSettings settings) {
    List<String> missing = new ArrayList<>();
    if (settings.clustering().enabled()) {
      List<TransportInstance> instances = settings.messaging().instances();
      instances.stream()
          .filter(instance -> !providers.containsKey(instance.transport()))
          .map(
              instance ->
                  "transport instance %s: %s is not in this build; there are %s"
                      .formatted(
                          instance, instance.transport(), String.join(", ", providers.keySet())))
          .forEach(missing::add);
    }
    return missing;
  }

  /**
   * Makes the transports of a node, not yet open; without clustering, one on which nobody else is.
   *
   * @throws ConfigurationException when something is {@link #missing}
   */
  public KeyedTransports create(LockstepSettings settings) {
    List<String> missing = missing(settings);
    if (!missing.isEmpty()) {
      throw new ConfigurationException(missing);
    }
    if (!settings.clustering().enabled()) {
      return KeyedTransports.single(new MemoryNetwork().transport());
    }
    return new KeyedTransports(
        settings.messaging().instances().stream()
            .map(instance -> create(settings.address(), instance))
            .toList());
  }

  /** What the instance's provider hears of other clusters in the time; empty without provider. */
  public Set<String> clustersAround(TransportInstance instance, Duration time) {
    TransportProvider provider = providers.get(instance.transport());
    return provider == null
        ? Set.of()
        : provider.clustersAround(instance.name(), instance.settings(), time);
  }

  private KeyedTransport create(NodeAddress address, TransportInstance instance) {
    TransportProvider provider = providers.get(instance.transport());
    if (provider == null) {
      throw new IllegalStateException("No transport " + instance);
    }
    return new KeyedTransport(
        instance.name(),
        instance.transport(),
        instance.keys(),
        provider.create(address, instance.name(), instance.settings()));
  }
}
