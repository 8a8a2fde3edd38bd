package io.lockstep.transport;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes transports of one kind from settings. Found by {@link java.util.ServiceLoader}. */
public interface TransportProvider {
  /** The name of an instance that nobody named. */
  String DEFAULT_INSTANCE = "default";

  /** The kind's name in the setting {@code lockstep.transport}, for example {@code amqp}. */
  String name();

  /**
   * What its settings are called, without {@code lockstep.<name>.}; in a configuration file they
   * are elements of these names. Empty when it does not tell: then only {@link #create} judges
   * names.
   */
  default Optional<Set<String>> settingNames() {
    return Optional.empty();
  }

  /**
   * Makes a transport, not yet open.
   *
   * @param address the node's address; its domain, cluster and application separate networks from
   *     each other
   * @param instance the instance's name, which separates its network from those of the node's other
   *     instances; {@value #DEFAULT_INSTANCE} where there is but one, that nobody named
   * @param settings all settings that begin with {@code lockstep.<name>.}, by their full name
   * @throws IllegalArgumentException when a setting is wrong, naming setting, value and what is
   *     allowed
   */
  Transport create(NodeAddress address, String instance, Map<String, String> settings);

  /**
   * Listens for other clusters on the same network, to tell somebody whose nodes do not find each
   * other why. Waits for the whole time; may be called while a transport of the same settings is
   * open.
   *
   * @param instance as in {@link #create}
   * @return each cluster's domain, name and application, with dots between; empty when there are
   *     none, or this kind of transport cannot tell
   */
  default Set<String> clustersAround(String instance, Map<String, String> settings, Duration time) {
    return Set.of();
  }
}
