package io.lockstep.config;

import io.lockstep.wire.proto.TrafficKey;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One of a node's transports.
 *
 * @param name unique among them
 * @param transport its kind, for example {@code amqp}
 * @param keys the traffic it carries; at least one
 * @param settings what its kind has settings for, by their full name; they may hold secrets
 */
public record TransportInstance(
    String name, String transport, Set<TrafficKey> keys, Map<String, String> settings) {
  /** Copies the collections; throws {@link IllegalArgumentException} when there is no key. */
  public TransportInstance {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("keys of \"%s\": allowed is one or more".formatted(name));
    }
    keys = Collections.unmodifiableSet(EnumSet.copyOf(keys));
    settings = Collections.unmodifiableMap(new TreeMap<>(settings));
  }

  /** One over UDP. */
  public static TransportInstance udp(
      String name, Collection<TrafficKey> keys, UdpSettings settings) {
    return new TransportInstance(name, TransportKinds.UDP, Set.copyOf(keys), settings.settings());
  }

  /** One over JMS. */
  public static TransportInstance jms(
      String name, Collection<TrafficKey> keys, JmsSettings settings) {
    return new TransportInstance(name, TransportKinds.JMS, Set.copyOf(keys), settings.settings());
  }

  /** The keys as a file writes them, {@code AppNode} for example. */
  public List<String> keyNames() {
    return keys.stream().map(KeyNames::of).toList();
  }

  /** All but the settings. */
  @Override
  public String toString() {
    return "%s (%s: %s)".formatted(name, transport, String.join(", ", keyNames()));
  }
}
