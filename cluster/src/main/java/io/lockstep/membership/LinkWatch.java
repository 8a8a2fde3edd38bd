package io.lockstep.membership;

import io.lockstep.membership.Member.Suspicion;
import io.lockstep.transport.LinkListener;
import io.lockstep.transport.NodeId;

/** What the transports say of this node's connection, and of others. Lives on the node's loop. */
final class LinkWatch implements LinkListener {
  private final Membership membership;
  private final Connection connection;
  private final Synchronization synchronization;
  private final HeartbeatExchange exchange;
  private final Peers peers;
  private final Suspicions suspicions;
  private final DeathNotices notices;

  LinkWatch(
      Membership membership,
      Connection connection,
      Synchronization synchronization,
      HeartbeatExchange exchange,
      Peers peers,
      Suspicions suspicions,
      DeathNotices notices) {
    this.membership = membership;
    this.connection = connection;
    this.synchronization = synchronization;
    this.exchange = exchange;
    this.peers = peers;
    this.suspicions = suspicions;
    this.notices = notices;
  }

  @Override
  public void connected() {
    connection.up();
    synchronization.connected();
    suspicions.forgive();
    exchange.askAll();
  }

  @Override
  public void disconnected() {
    connection.down();
    synchronization.disconnected();
  }

  @Override
  public void unreachable(NodeId node, int instance) {
    Peer peer = peers.get(node);
    if (peer == null) {
      return;
    }
    if (peers.doubt(peer, instance)) {
      exchange.probeBeside(node, instance);
    }
    if (peer.member().suspicion() != Suspicion.UNREACHABLE) {
      suspicions.suspect(peer, Suspicion.UNREACHABLE);
    }
  }

  @Override
  public void condemned(NodeId node) {
    if (!node.equals(membership.self()) && !membership.isDead(node)) {
      notices.tellCondemned(node);
    }
  }

  @Override
  public void dead(NodeId node) {
    membership.decideDead(node, "the transport's word");
  }

  @Override
  public void declaredDead() {
    membership.rejoin("by the transport's arbiter");
  }

  @Override
  public void nobodyElse() {
    synchronization.nobodyElse();
    membership.synchronise();
  }
}
