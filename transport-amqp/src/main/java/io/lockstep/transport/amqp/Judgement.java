package io.lockstep.transport.amqp;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import io.lockstep.transport.NodeId;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Declares nodes dead, over the broker, so that judge and judged never disagree.
 *
 * <p>The judge first shows its intent, by binding its own queue to the obituaries under the node's
 * id, and then looks whether the node's queue exists. The node first declares its queue and then
 * looks for an obituary. Since the broker does one after the other, at least one of them sees the
 * other: the judge desists, or the node learns that it is dead. Any number of judges may judge one
 * node, each with a binding of its own, which lasts as long as the judge's connection.
 *
 * <p>Once a judge is sure, and before it tells anybody, it puts the death on record (see {@link
 * DeathRecords}).
 */
final class Judgement {
  private static final Logger log = LoggerFactory.getLogger(Judgement.class);

  private final Channel control;
  private final Prober prober;
  private final NetworkNames names;
  private final DeathRecords records;
  private final String ownQueue;
  private final Consumer<String> endLink;

  /**
   * @param control a channel on the connection that owns the judge's queue
   * @param endLink ends that connection, and with it all that the judge shows
   */
  Judgement(
      Channel control,
      Prober prober,
      NetworkNames names,
      DeathRecords records,
      NodeId judge,
      Consumer<String> endLink) {
    this.control = control;
    this.prober = prober;
    this.names = names;
    this.records = records;
    this.ownQueue = names.queueOf(judge);
    this.endLink = endLink;
  }

  /** Whether a judge has declared the node dead; to be asked when the node's queue is there. */
  static boolean isCondemned(NodeId node, Prober prober, NetworkNames names, DeathRecords records)
      throws IOException {
    return prober.isBound(names.obituaries(), node.toString()) || records.contains(node);
  }

  /** Returns whether the node is now dead. */
  boolean condemn(NodeId node) throws IOException {
    if (isPresent(node)) {
      return false;
    }
    boolean dead = false;
    try {
      show(node);
      if (!isPresent(node)) {
        records.add(node);
        dead = true;
      }
    } finally {
      if (!dead) {
        desist(node);
      }
    }
    return dead;
  }

  /** An obituary must not outlast the intent: the node would believe it at its next connection. */
  private void desist(NodeId node) {
    try {
      withdraw(node);
    } catch (IOException | ShutdownSignalException e) {
      log.debug("The obituary of {} cannot be withdrawn", node, e);
      endLink.accept("an obituary could not be withdrawn");
    }
  }

  /** Shows the obituary of a node that is dead. */
  void show(NodeId node) throws IOException {
    control.queueBind(ownQueue, names.obituaries(), node.toString());
  }

  /**
   * Shows the obituaries again that another client of the broker may have deleted with their
   * exchange.
   */
  void renew(List<NodeId> dead) {
    try {
      if (!dead.isEmpty() && !prober.isBound(names.obituaries(), dead.get(0).toString())) {
        for (NodeId node : dead) {
          show(node);
        }
      }
    } catch (IOException | ShutdownSignalException e) {
      log.debug("The obituaries could not be renewed", e);
    }
  }

  void withdraw(NodeId node) throws IOException {
    control.queueUnbind(ownQueue, names.obituaries(), node.toString());
  }

  private boolean isPresent(NodeId node) throws IOException {
    return prober.exists(names.queueOf(node));
  }
}
