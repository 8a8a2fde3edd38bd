package io.lockstep.transport;

import io.lockstep.wire.proto.TrafficKey;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/**
 * The transport instances of one node, each with the traffic it carries: every key is in exactly
 * one. Immutable. An instance is called by its place in the list, from 0.
 */
public final class KeyedTransports {
  private static final EnumSet<TrafficKey> ALL =
      EnumSet.complementOf(EnumSet.of(TrafficKey.UNRECOGNIZED));

  private final List<KeyedTransport> instances;
  private final Map<TrafficKey, Integer> carriers = new EnumMap<>(TrafficKey.class);

  /**
   * Takes the instances in this order.
   *
   * @throws IllegalArgumentException when a key has no instance, or more than one
   */
  public KeyedTransports(List<KeyedTransport> instances) {
    this.instances = List.copyOf(instances);
    for (int instance = 0; instance < instances.size(); instance++) {
      for (TrafficKey key : instances.get(instance).keys()) {
        claim(key, instance);
      }
    }
    for (TrafficKey key : ALL) {
      if (!carriers.containsKey(key)) {
        throw new IllegalArgumentException("key %s: no instance has it".formatted(key));
      }
    }
  }

  private void claim(TrafficKey key, int instance) {
    if (carriers.putIfAbsent(key, instance) != null) {
      throw new IllegalArgumentException("key %s: two instances have it".formatted(key));
    }
  }

  /** One transport for all keys. */
  public static KeyedTransports single(Transport transport) {
    return new KeyedTransports(List.of(new KeyedTransport("default", "", ALL, transport)));
  }

  /** All of them, in their order; at least one, and as many as there are keys at the most. */
  public List<KeyedTransport> instances() {
    return instances;
  }

  public int size() {
    return instances.size();
  }

  /** The instance that carries the key. */
  public int carrierOf(TrafficKey key) {
    Integer carrier = carriers.get(key);
    if (carrier == null) {
      throw new IllegalArgumentException("key %s: no instance has it".formatted(key));
    }
    return carrier;
  }
}
