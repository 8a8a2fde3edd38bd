package io.lockstep.transport;

import io.lockstep.wire.proto.TrafficKey;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * One of a node's transport instances.
 *
 * @param name unique among the node's, and the same on all nodes
 * @param kind for people, for example {@code amqp}; may be empty
 * @param keys the traffic it carries; at least one
 * @param transport not open, and used by nobody else
 */
public record KeyedTransport(String name, String kind, Set<TrafficKey> keys, Transport transport) {
  /** Copies the keys; throws {@link IllegalArgumentException} when there is none. */
  public KeyedTransport {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("keys of \"%s\": allowed is one or more".formatted(name));
    }
    keys = Collections.unmodifiableSet(EnumSet.copyOf(keys));
  }
}
