package io.lockstep.transport.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Return;
import com.rabbitmq.client.ReturnCallback;
import io.lockstep.transport.NodeId;
import io.lockstep.transport.connection.Complaints;
import io.lockstep.transport.connection.ListenerGate;
import io.lockstep.transport.connection.TrafficCounters;

/** Hears of frames that the broker could not put into the receiver's queue. */
final class ReturnedFrames implements ReturnCallback {
  private final NetworkNames names;
  private final TrafficCounters counters;
  private final ListenerGate gate;
  private final Complaints complaints;
  private final Arbiter arbiter;

  ReturnedFrames(
      NetworkNames names,
      TrafficCounters counters,
      ListenerGate gate,
      Complaints complaints,
      Arbiter arbiter) {
    this.names = names;
    this.counters = counters;
    this.gate = gate;
    this.complaints = complaints;
    this.arbiter = arbiter;
  }

  @Override
  public void handle(Return returned) {
    counters.dropped(1);
    if (returned.getReplyCode() == AMQP.NO_ROUTE && names.toOne().equals(returned.getExchange())) {
      var node = new NodeId(Long.parseUnsignedLong(returned.getRoutingKey(), 16));
      gate.unreachable(node);
      arbiter.missed(node);
    } else {
      complaints.now("Refused by the broker (" + returned.getReplyCode() + ")", 1);
    }
  }
}
