package io.lockstep.membership;

import io.lockstep.membership.Member.Suspicion;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This node's opinion of who may be gone: begun, and taken back. Lives on the node's loop. */
final class Suspicions {
  private static final Logger log = LoggerFactory.getLogger(Suspicions.class);

  private final Peers peers;
  private final Strangers strangers;
  private final List<MembershipListener> listeners;

  /**
   * Suspects nobody.
   *
   * @param listeners those of the membership, later ones included
   */
  Suspicions(Peers peers, Strangers strangers, List<MembershipListener> listeners) {
    this.peers = peers;
    this.strangers = strangers;
    this.listeners = listeners;
  }

  /** Suspects those that were not heard for the detection time. */
  void tick() {
    peers.all().stream().filter(peers::isSilent).forEach(this::suspectSilent);
  }

  private void suspectSilent(Peer peer) {
    peers.doubtWhereSilent(peer);
    if (!peer.member().isSuspected()) {
      suspect(peer, Suspicion.SILENT);
    }
  }

  void suspect(Peer peer, Suspicion because) {
    Member member = peer.member().suspected(because);
    peer.update(member);
    log.warn("{} is suspected: {}", member.address(), because);
    listeners.forEach(listener -> listener.suspected(member));
  }

  /** Takes the suspicion back when the peer is heard wherever it was missed. */
  void heard(Peer peer, int instance) {
    if (peers.heard(peer, instance)) {
      log.info("{} is heard again", peer.member().address());
      listeners.forEach(listener -> listener.trusted(peer.member()));
    }
  }

  /** What was not heard while this node could hear nothing counts against nobody. */
  void forgive() {
    peers.forgive();
    strangers.forgive();
  }
}
