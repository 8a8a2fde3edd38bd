package io.lockstep.membership;

import io.lockstep.membership.Member.Suspicion;
import io.lockstep.time.EventLoop;
import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.NodeId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The other members, and when each was last heard. Changed by the loop alone; may be read by any
 * thread.
 */
final class Peers {
  private static final int MOST_LATELY = 10;

  private final EventLoop loop;
  private final long detectionNanos;
  private final Map<NodeId, Peer> peers = new ConcurrentHashMap<>();
  private final Deque<Member> lately = new ArrayDeque<>();
  private final Set<NodeAddress> met = new HashSet<>();

  /** A member with what only this node knows of it. */
  static final class Peer {
    private volatile Member member;

    /** When it was last heard, or was forgiven its silence: what suspicion goes by. */
    private long lastHeard;

    /** When it was truly last heard: what freshness goes by. */
    private volatile long lastFrame;

    private volatile boolean isFresh = true;

    private Peer(Member member, long now) {
      this.member = member;
      this.lastHeard = now;
      this.lastFrame = now;
    }

    Member member() {
      return member;
    }

    void update(Member latest) {
      member = latest;
    }
  }

  Peers(EventLoop loop, Duration detectionTime) {
    this.loop = loop;
    this.detectionNanos = detectionTime.toNanos();
  }

  Peer add(Member member) {
    var peer = new Peer(member, loop.nanoTime());
    peers.put(member.id(), peer);
    met.add(member.address());
    return peer;
  }

  @Nullable Peer get(NodeId node) {
    return peers.get(node);
  }

  /** Returns the member whose life is over; null when it was none. */
  @Nullable Member end(NodeId node) {
    Peer peer = peers.remove(node);
    if (peer == null) {
      return null;
    }
    lately.addFirst(peer.member());
    if (lately.size() > MOST_LATELY) {
      lately.removeLast();
    }
    return peer.member();
  }

  /** The server is there, and may know this one, whether or not it becomes a member here. */
  void meet(NodeAddress server) {
    if (met.size() < MOST_LATELY) {
      met.add(server);
    }
  }

  /** How many servers were ever heard. For the loop. */
  int met() {
    return met.size();
  }

  /** Those that ended last, the latest first. A copy; for the loop. */
  List<Member> endedLately() {
    return List.copyOf(lately);
  }

  void clear() {
    peers.clear();
  }

  int size() {
    return peers.size();
  }

  /** A copy. */
  List<Member> members() {
    return peers.values().stream().map(Peer::member).toList();
  }

  /** Those at the address. A copy. */
  List<NodeId> at(NodeAddress address) {
    return members().stream()
        .filter(member -> member.address().equals(address))
        .map(Member::id)
        .toList();
  }

  /** A copy. */
  List<Peer> all() {
    return List.copyOf(peers.values());
  }

  boolean containsAll(Collection<NodeId> nodes) {
    return peers.keySet().containsAll(nodes);
  }

  /**
   * Notes that the peer was heard.
   *
   * @return whether it was suspected until now
   */
  boolean heard(Peer peer) {
    long now = loop.nanoTime();
    peer.lastHeard = now;
    peer.lastFrame = now;
    peer.isFresh = true;
    boolean wasSuspected = peer.member.isSuspected();
    if (wasSuspected) {
      peer.member = peer.member.suspected(Suspicion.NONE);
    }
    return wasSuspected;
  }

  /** What was heard until now may have been on its way for long. */
  void forgetFreshness() {
    peers.values().forEach(peer -> peer.isFresh = false);
  }

  /** What was not heard while this node could hear nothing counts against nobody. */
  void forgive() {
    long now = loop.nanoTime();
    peers.values().forEach(peer -> peer.lastHeard = now);
  }

  boolean isSilent(Peer peer) {
    return loop.nanoTime() - peer.lastHeard > detectionNanos;
  }

  /** Those that were not heard for the detection time. */
  Set<NodeId> silent() {
    var silent = new LinkedHashSet<NodeId>();
    peers.forEach(
        (id, peer) -> {
          if (isSilent(peer)) {
            silent.add(id);
          }
        });
    return silent;
  }

  /** Whether the member was heard within the time, and since this node slept. */
  boolean heardWithin(NodeId node, Duration time) {
    Peer peer = peers.get(node);
    return peer != null && peer.isFresh && silence(node).compareTo(time) <= 0;
  }

  /** How long ago the member was last heard; the longest time for a node that is no member. */
  Duration silence(NodeId node) {
    Peer peer = peers.get(node);
    if (peer == null) {
      return Duration.ofNanos(Long.MAX_VALUE);
    }
    return Duration.ofNanos(loop.nanoTime() - peer.lastFrame);
  }
}
