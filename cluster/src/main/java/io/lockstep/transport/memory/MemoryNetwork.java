package io.lockstep.transport.memory;

import io.lockstep.transport.NodeId;
import io.lockstep.transport.Transport;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A network within one JVM: the reference implementation, and what a node uses when clustering is
 * off. It is an arbiter: a node whose transport was closed is known to be dead. Thread-safe.
 */
public final class MemoryNetwork {
  private final Map<NodeId, MemoryTransport> open = new ConcurrentHashMap<>();

  /** A transport on this network for one node, not yet open. */
  public Transport transport() {
    return new MemoryTransport(this);
  }

  boolean isEmpty() {
    return open.isEmpty();
  }

  void bind(NodeId id, MemoryTransport transport) {
    if (open.putIfAbsent(id, transport) != null) {
      throw new IllegalStateException("Two open transports for node " + id);
    }
  }

  void unbind(NodeId id) {
    open.remove(id);
  }

  /** Delivers to one node. Returns false when no such node is bound. */
  boolean deliver(NodeId to, byte[] frame) {
    MemoryTransport target = open.get(to);
    return target != null && target.accept(frame);
  }

  void deliverToAll(byte[] frame) {
    open.values().forEach(transport -> transport.accept(frame));
  }
}
