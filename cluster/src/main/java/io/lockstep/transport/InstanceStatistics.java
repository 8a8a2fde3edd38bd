package io.lockstep.transport;

import java.util.List;

/**
 * What one transport instance has carried.
 *
 * @param transport as it told last
 * @param keys the keys that it carries; heartbeats, which go over every instance, are counted as
 *     {@code APP_NODE} over the one that carries it, and elsewhere by the transport alone
 */
public record InstanceStatistics(
    KeyedTransport instance, TransportStatistics transport, List<KeyStatistics> keys) {
  /** Copies the list. */
  public InstanceStatistics {
    keys = List.copyOf(keys);
  }
}
