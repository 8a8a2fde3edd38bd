package io.lockstep.config;

import io.lockstep.wire.proto.TrafficKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What carries the messages between nodes.
 *
 * @param instances the transports; each traffic key is in exactly one of them
 * @param jmsBlocks the blocks of JMS settings by their name, those that no instance uses included
 * @param requestTimeout how long a node waits for another one's reply; positive
 */
public record MessagingSettings(
    List<TransportInstance> instances,
    Map<String, JmsSettings> jmsBlocks,
    Duration requestTimeout) {
  /** The name of the instance that carries what no other one has. */
  public static final String DEFAULT_INSTANCE = "default";

  /** How long a node waits for another one's reply, by default. */
  public static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(15);

  /** Copies the collections; throws {@link IllegalArgumentException} with all mistakes. */
  public MessagingSettings {
    instances = List.copyOf(instances);
    jmsBlocks = Collections.unmodifiableMap(new TreeMap<>(jmsBlocks));
    List<String> mistakes = new ArrayList<>();
    if (requestTimeout.isNegative() || requestTimeout.isZero()) {
      mistakes.add("request-timeout \"%s\": allowed is a positive time".formatted(requestTimeout));
    }
    checkNames(instances, mistakes);
    checkKeys(instances, mistakes);
    if (!mistakes.isEmpty()) {
      throw new ConfigurationException(mistakes);
    }
  }

  private static void checkNames(List<TransportInstance> instances, List<String> mistakes) {
    Set<String> names = new HashSet<>();
    for (TransportInstance instance : instances) {
      if (!names.add(instance.name())) {
        mistakes.add("instance \"%s\": is there twice".formatted(instance.name()));
      }
    }
  }

  private static void checkKeys(List<TransportInstance> instances, List<String> mistakes) {
    Map<TrafficKey, String> carriers = new EnumMap<>(TrafficKey.class);
    for (TransportInstance instance : instances) {
      for (TrafficKey key : instance.keys()) {
        String other = carriers.putIfAbsent(key, instance.name());
        if (other != null) {
          mistakes.add(
              "key %s of instance \"%s\": instance \"%s\" has it already"
                  .formatted(KeyNames.of(key), instance.name(), other));
        }
      }
    }
    for (TrafficKey key : KeyNames.all()) {
      if (!carriers.containsKey(key)) {
        mistakes.add("key %s: no instance has it".formatted(KeyNames.of(key)));
      }
    }
  }

  /** One instance for all keys. */
  public static MessagingSettings over(String transport, Map<String, String> settings) {
    var instance =
        new TransportInstance(DEFAULT_INSTANCE, transport, Set.copyOf(KeyNames.all()), settings);
    return new MessagingSettings(List.of(instance), Map.of(), REQUEST_TIMEOUT);
  }

  /** The memory transport for all keys. */
  public static MessagingSettings defaults() {
    return over(TransportKinds.MEMORY, Map.of());
  }

  /** The instance that carries the key. */
  public TransportInstance instanceOf(TrafficKey key) {
    return instances.stream()
        .filter(instance -> instance.keys().contains(key))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No instance carries " + key));
  }
}
