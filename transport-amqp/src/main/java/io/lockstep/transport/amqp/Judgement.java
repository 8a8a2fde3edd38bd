package io.lockstep.transport.amqp;

import com.rabbitmq.client.Channel;
import io.lockstep.transport.NodeId;
import java.io.IOException;

/**
 * Declares nodes dead, over the broker, so that judge and judged never disagree.
 *
 * <p>The judge first shows its intent, by binding its own queue to the obituaries under the node's
 * id, and then looks whether the node's queue exists. The node first declares its queue and then
 * looks for an obituary. Since the broker does one after the other, at least one of them sees the
 * other: the judge desists, or the node learns that it is dead. Any number of judges may judge one
 * node, each with a binding of its own, which lasts as long as the judge's connection.
 */
final class Judgement {
  private final Channel control;
  private final Prober prober;
  private final NetworkNames names;
  private final String ownQueue;

  /**
   * @param control a channel on the connection that owns the judge's queue
   */
  Judgement(Channel control, Prober prober, NetworkNames names, NodeId judge) {
    this.control = control;
    this.prober = prober;
    this.names = names;
    this.ownQueue = names.queueOf(judge);
  }

  /** Returns whether the node is now dead, which it then stays as long as the obituary is shown. */
  boolean condemn(NodeId node) throws IOException {
    if (isPresent(node)) {
      return false;
    }
    show(node);
    if (isPresent(node)) {
      withdraw(node);
      return false;
    }
    return true;
  }

  /** Shows the obituary of a node that is dead. */
  void show(NodeId node) throws IOException {
    control.queueBind(ownQueue, names.obituaries(), node.toString());
  }

  void withdraw(NodeId node) throws IOException {
    control.queueUnbind(ownQueue, names.obituaries(), node.toString());
  }

  private boolean isPresent(NodeId node) throws IOException {
    return prober.exists(names.queueOf(node));
  }
}
