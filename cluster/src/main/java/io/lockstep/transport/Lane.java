package io.lockstep.transport;

import io.lockstep.time.EventLoop;
import io.lockstep.wire.proto.TrafficKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One transport instance as the messenger uses it, over all lives of the node. Thread-safe. */
final class Lane {
  private final int instance;
  private final KeyedTransport keyed;
  private final Transport transport;
  private final KeyTraffic traffic;
  private final Backlog backlog;

  Lane(EventLoop loop, KeyedTransports transports, int instance) {
    this.instance = instance;
    this.keyed = transports.instances().get(instance);
    this.transport = keyed.transport();
    this.traffic = new KeyTraffic(keyed.keys());
    int size = transports.size();
    this.backlog = new Backlog(size == 1 ? loop : new Turns(loop), size);
  }

  int instance() {
    return instance;
  }

  KeyTraffic traffic() {
    return traffic;
  }

  Backlog backlog() {
    return backlog;
  }

  int maxFrameBytes() {
    return transport.maxFrameBytes();
  }

  void open(NodeId id, TransportListener listener) {
    transport.open(id, listener);
  }

  void close() {
    transport.close();
  }

  /** Sends to one node, or to all when there is none. */
  void send(@Nullable NodeId to, TrafficKey key, List<byte[]> frames) {
    for (byte[] frame : frames) {
      traffic.sent(key, frame.length);
      if (to == null) {
        transport.broadcast(frame);
      } else {
        transport.send(to, frame);
      }
    }
  }

  InstanceStatistics statistics() {
    return new InstanceStatistics(keyed, transport.statistics(), traffic.read());
  }
}
