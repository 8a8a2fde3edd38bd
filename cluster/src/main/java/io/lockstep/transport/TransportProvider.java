package io.lockstep.transport;

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
}
