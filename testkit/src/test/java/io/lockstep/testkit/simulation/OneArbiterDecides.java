package io.lockstep.testkit.simulation;

import io.lockstep.transport.KeyedTransport;
import io.lockstep.transport.KeyedTransports;
import io.lockstep.transport.NodeId;
import io.lockstep.transport.Transport;
import io.lockstep.transport.TransportListener;
import io.lockstep.transport.TransportStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the arbiter of one transport instance says is taken for the word of all. */
final class OneArbiterDecides implements Sabotage {
  @Override
  public KeyedTransports transports(KeyedTransports proper) {
    var listeners = new LinkedHashMap<Transport, TransportListener>();
    List<KeyedTransport> loud =
        proper.instances().stream()
            .map(
                instance ->
                    new KeyedTransport(
                        instance.name(),
                        instance.kind(),
                        instance.keys(),
                        new Loud(instance.transport(), listeners)))
            .toList();
    return new KeyedTransports(loud);
  }

  /** Tells the listeners of all instances of a death. */
  private record Loud(Transport proper, Map<Transport, TransportListener> listeners)
      implements Transport {
    @Override
    public void open(NodeId self, TransportListener listener) {
      listeners.put(proper, listener);
      proper.open(self, new Echo(listener, listeners));
    }

    @Override
    public void send(NodeId to, byte[] frame) {
      proper.send(to, frame);
    }

    @Override
    public void broadcast(byte[] frame) {
      proper.broadcast(frame);
    }

    @Override
    public int maxFrameBytes() {
      return proper.maxFrameBytes();
    }

    @Override
    public TransportStatistics statistics() {
      return proper.statistics();
    }

    @Override
    public void close() {
      proper.close();
    }
  }

  private record Echo(TransportListener proper, Map<Transport, TransportListener> listeners)
      implements TransportListener {
    @Override
    public void received(byte[] frame) {
      proper.received(frame);
    }

    @Override
    public void connected() {
      proper.connected();
    }

    @Override
    public void disconnected() {
      proper.disconnected();
    }

    @Override
    public void unreachable(NodeId node) {
      proper.unreachable(node);
    }

    @Override
    public void dead(NodeId node) {
      List.copyOf(listeners.values()).forEach(listener -> listener.dead(node));
    }

    @Override
    public void declaredDead() {
      proper.declaredDead();
    }

    @Override
    public void nobodyElse() {
      proper.nobodyElse();
    }
  }
}
