package io.lockstep.membership;

import io.lockstep.membership.Member.Suspicion;
import io.lockstep.report.Counters;
import io.lockstep.transport.Messenger;
import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.Heartbeat;
import io.lockstep.wire.proto.Probe;
import io.lockstep.wire.proto.TrafficKey;

/**
 * Tells the others of this node, asks them who they are, and takes in what they tell. All of it
 * goes over every transport instance, so that each is known to carry: a node becomes a member when
 * it has answered a question of this one over each. Lives on the node's loop.
 */
final class HeartbeatExchange {
  private final Messenger messenger;
  private final NodeAddress address;
  private final Membership membership;
  private final Peers peers;
  private final Connection connection;
  private final Synchronization synchronization;
  private final HeartbeatWriter writer;
  private final Counters counters;
  private final Tallies answers;
  private final PartlyHeard partlyHeard;

  HeartbeatExchange(
      Messenger messenger,
      NodeAddress address,
      Membership membership,
      Peers peers,
      Connection connection,
      Synchronization synchronization,
      HeartbeatWriter writer,
      PartlyHeard partlyHeard,
      Counters counters) {
    this.messenger = messenger;
    this.address = address;
    this.membership = membership;
    this.peers = peers;
    this.connection = connection;
    this.synchronization = synchronization;
    this.writer = writer;
    this.partlyHeard = partlyHeard;
    this.counters = counters;
    this.answers = new Tallies(messenger.instances());
    messenger.onEach(MessageType.HEARTBEAT, this::onHeartbeat);
    messenger.on(MessageType.PROBE, (sender, probe) -> {});
  }

  /** A new life of this node begins: answers to the former one's questions do not count. */
  void begin() {
    answers.clear();
  }

  /** Says that this node lives. */
  void beat() {
    messenger.broadcastOverAll(MessageType.HEARTBEAT, writer.write().build());
  }

  /** Asks who is there. */
  void askAll() {
    messenger.broadcastOverAll(
        MessageType.HEARTBEAT, writer.write().setAsk(synchronization.token()).build());
  }

  /**
   * Sends a frame to the next member in the ring alone, so that a transport which returns what it
   * cannot deliver tells of a dead member even when nobody has anything to say to it.
   */
  void probeNext() {
    long own = membership.self().incarnation();
    peers.members().stream()
        .map(Member::id)
        .min(
            (one, other) ->
                Long.compareUnsigned(one.incarnation() - own, other.incarnation() - own))
        .ifPresent(
            next -> messenger.sendOverAll(next, MessageType.PROBE, Probe.getDefaultInstance()));
  }

  /** One instance cannot reach the node: what the others say of it is asked at once. */
  void probeBeside(NodeId node, int instance) {
    for (int other = 0; other < messenger.instances(); other++) {
      if (other != instance) {
        messenger.sendOver(other, node, MessageType.PROBE, Probe.getDefaultInstance());
      }
    }
  }

  private void onHeartbeat(NodeId sender, int instance, Heartbeat heartbeat) {
    if (sender.equals(membership.self())) {
      if (connection.echo(instance, heartbeat.getNumber())) {
        peers.forgetFreshness();
      }
      return;
    }
    membership.learnDead(heartbeat.getDeadList(), sender);
    if (heartbeat.getAsk() != 0) {
      // Who is answered takes this node for a member, also when nothing more of it comes in.
      meet(heartbeat);
      answer(sender, instance, heartbeat.getAsk());
    }
    if (synchronization.isDismissed(sender)) {
      return;
    }
    boolean isAnswer = heartbeat.getAnswer() == synchronization.token();
    Peer peer = peers.get(sender);
    if (peer != null) {
      update(peer, instance, heartbeat);
    } else if (isAnswer) {
      if (answers.add(sender, instance)) {
        partlyHeard.forget(sender);
        join(sender, heartbeat);
      } else {
        partlyHeard.note(sender, heartbeat.getServer());
      }
    } else if (heartbeat.getAsk() == 0) {
      messenger.sendOver(
          instance,
          sender,
          MessageType.HEARTBEAT,
          writer.write().setAsk(synchronization.token()).build());
    }
    if (isAnswer) {
      synchronization.answered(heartbeat.getMembersList());
    }
    membership.synchroniseIfComplete();
  }

  private void meet(Heartbeat heartbeat) {
    try {
      NodeAddress theirs = HeartbeatWriter.address(heartbeat);
      if (theirs.sameCluster(address) && !theirs.server().equals(address.server())) {
        peers.meet(theirs);
      }
    } catch (IllegalArgumentException e) {
      counters.increment("membership.bad-address");
    }
  }

  private void answer(NodeId asker, int instance, long ask) {
    messenger.sendOver(
        instance,
        asker,
        MessageType.HEARTBEAT,
        writer
            .write()
            .setAnswer(ask)
            .setAsk(isUnanswered(asker, instance) ? synchronization.token() : 0)
            .addMembers(membership.self().incarnation())
            .addAllMembers(peers.incarnations())
            .build());
  }

  /** Who answered a question by another, and that by the next, would never end. */
  private boolean isUnanswered(NodeId asker, int instance) {
    return peers.get(asker) == null
        && !synchronization.isDismissed(asker)
        && !answers.contains(asker, instance);
  }

  /** Over another instance an older state may come in later. */
  private void update(Peer peer, int instance, Heartbeat heartbeat) {
    if (instance != messenger.instanceOf(TrafficKey.APP_NODE)) {
      return;
    }
    Member before = peer.member();
    Member after =
        HeartbeatWriter.member(before.id(), before.address(), heartbeat, before.suspicion());
    if (!after.equals(before)) {
      peer.update(after);
      membership.updated(after);
    }
  }

  private void join(NodeId id, Heartbeat heartbeat) {
    NodeAddress theirs;
    try {
      theirs = HeartbeatWriter.address(heartbeat);
    } catch (IllegalArgumentException e) {
      counters.increment("membership.bad-address");
      synchronization.dismiss(id);
      return;
    }
    if (!theirs.sameCluster(address)) {
      counters.increment("frames.foreign");
      synchronization.dismiss(id);
    } else if (theirs.server().equals(address.server())) {
      synchronization.dismiss(id);
      membership.meetTwin(id);
    } else {
      membership.join(HeartbeatWriter.member(id, theirs, heartbeat, Suspicion.NONE));
    }
  }
}
