package io.lockstep.transport.amqp;

import io.lockstep.transport.NodeId;
import io.lockstep.transport.connection.Complaints;
import io.lockstep.transport.connection.ListenerGate;
import io.lockstep.transport.connection.TrafficCounters;

/** Decides over each message that came in, and counts it. */
final class Reception {
  private final ListenerGate gate;
  private final TrafficCounters counters;
  private final DeadNodes dead;
  private final Complaints complaints;

  Reception(ListenerGate gate, TrafficCounters counters, DeadNodes dead, Complaints complaints) {
    this.gate = gate;
    this.counters = counters;
    this.dead = dead;
    this.complaints = complaints;
  }

  /** Returns whether the frame was handed on. */
  boolean accept(NodeId source, byte[] frame) {
    if (dead.contains(source)) {
      refuse("A frame of a node that was declared dead", source.toString());
      return false;
    }
    counters.received(frame.length);
    gate.received(frame);
    return true;
  }

  void refuse(String what, String source) {
    counters.dropped(1);
    complaints.once(source, what);
  }

  /** Notes frames that were sent to this node, and that the broker dropped since it was slow. */
  void lost(long frames) {
    if (frames > 0) {
      counters.dropped(frames);
      complaints.now("Lost on the way here, the queue at the broker was full", frames);
    }
  }
}
