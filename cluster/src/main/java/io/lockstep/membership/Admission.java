package io.lockstep.membership;

import io.lockstep.report.Counters;
import io.lockstep.transport.NodeId;
import io.lockstep.transport.SenderGate;

/**
 * Decides who is heard at all: neither the dead nor those whose death this node has agreed to. Its
 * work does not depend on how many members there are. Lives on the node's loop.
 */
final class Admission implements SenderGate {
  private final Membership membership;
  private final Synchronization synchronization;
  private final Strangers strangers;
  private final Peers peers;
  private final Suspicions suspicions;
  private final DeathVotes votes;
  private final DeathNotices notices;
  private final Counters counters;

  Admission(
      Membership membership,
      Synchronization synchronization,
      Strangers strangers,
      Peers peers,
      Suspicions suspicions,
      DeathVotes votes,
      DeathNotices notices,
      Counters counters) {
    this.membership = membership;
    this.synchronization = synchronization;
    this.strangers = strangers;
    this.peers = peers;
    this.suspicions = suspicions;
    this.votes = votes;
    this.notices = notices;
    this.counters = counters;
  }

  @Override
  public boolean admits(NodeId sender, int instance) {
    if (sender.equals(membership.self())) {
      return true;
    }
    synchronization.heard(sender);
    strangers.heard(sender);
    if (membership.isDead(sender)) {
      counters.increment("messages.from-the-dead");
      notices.tellItself(sender);
      return false;
    }
    Peer peer = peers.get(sender);
    boolean isSilentElsewhere = peer != null && peers.isSilentBeside(peer, instance);
    if (votes.refuses(sender, isSilentElsewhere)) {
      return false;
    }
    if (peer != null) {
      suspicions.heard(peer, instance);
    }
    return true;
  }
}
