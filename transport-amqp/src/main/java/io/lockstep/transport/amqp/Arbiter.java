package io.lockstep.transport.amqp;

import com.rabbitmq.client.ShutdownSignalException;
import io.lockstep.transport.NodeId;
import io.lockstep.transport.connection.ListenerGate;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides, for one link, over nodes whose frames came back. Thread-safe.
 *
 * <p>A node that was heard on this link, and whose queue is gone, lost its connection while this
 * node's broker stayed up. It may be dead, or cut off; or its own broker of a cluster died, and it
 * is on its way to another: it gets the grace to be back. One that was not heard may be on its way
 * back from the same broker failure as this node, so it has until this link is older than the
 * settling time.
 */
final class Arbiter {
  private static final Logger log = LoggerFactory.getLogger(Arbiter.class);

  private final AmqpSettings settings;
  private final Judgement judgement;
  private final Peers peers;
  private final DeadNodes dead;
  private final ListenerGate gate;
  private final Housekeeping housekeeping;
  private final Set<NodeId> cases = ConcurrentHashMap.newKeySet();
  private final long openedNs = System.nanoTime();

  Arbiter(
      AmqpSettings settings,
      Judgement judgement,
      Peers peers,
      DeadNodes dead,
      ListenerGate gate,
      Housekeeping housekeeping) {
    this.settings = settings;
    this.judgement = judgement;
    this.peers = peers;
    this.dead = dead;
    this.gate = gate;
    this.housekeeping = housekeeping;
  }

  /** Takes up the case of a node that a frame could not reach. */
  void missed(NodeId node) {
    if (dead.contains(node)) {
      gate.dead(node);
    } else if (cases.size() < DeadNodes.MOST && cases.add(node)) {
      housekeeping.after(delay(node), () -> judge(node));
    }
  }

  private Duration delay(NodeId node) {
    Duration grace = settings.arbiterGrace();
    if (peers.knows(node)) {
      return grace;
    }
    Duration age = Duration.ofNanos(System.nanoTime() - openedNs);
    Duration settled = settings.arbiterSettle().minus(age);
    return settled.compareTo(grace) > 0 ? settled : grace;
  }

  private void judge(NodeId node) {
    try {
      if (judgement.condemn(node)) {
        remember(node);
        log.warn("Node {} is dead: its queue is gone", node);
        gate.dead(node);
      }
    } catch (IOException | ShutdownSignalException e) {
      log.debug("No judgement over {}: the link is lost", node, e);
    } finally {
      cases.remove(node);
    }
  }

  private void remember(NodeId node) throws IOException {
    NodeId forgotten = dead.add(node);
    if (forgotten != null) {
      judgement.withdraw(forgotten);
    }
  }
}
