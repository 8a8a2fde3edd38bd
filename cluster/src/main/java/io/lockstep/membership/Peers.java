package io.lockstep.membership;

import io.lockstep.time.EventLoop;
import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.NodeId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
  private final int instances;
  private final long detectionNanos;
  private final Map<NodeId, Peer> peers = new ConcurrentHashMap<>();
  private final Map<NodeAddress, List<NodeId>> byAddress = new HashMap<>();
  private @Nullable List<Long> incarnations;
  private final Deque<Member> lately = new ArrayDeque<>();
  private final Set<NodeAddress> met = new HashSet<>();

  /**
   * Knows nobody.
   *
   * @param instances over how many transport instances others are heard
   */
  Peers(EventLoop loop, int instances, Duration detectionTime) {
    this.loop = loop;
    this.instances = instances;
    this.detectionNanos = detectionTime.toNanos();
  }

  Peer add(Member member) {
    var peer = new Peer(member, instances, loop.nanoTime());
    peers.put(member.id(), peer);
    for (NodeId before : at(member.address())) {
      Objects.requireNonNull(peers.get(before)).replace();
    }
    incarnations = null;
    byAddress.computeIfAbsent(member.address(), any -> new ArrayList<>(1)).add(member.id());
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
    incarnations = null;
    forgetAddress(peer.member());
    lately.addFirst(peer.member());
    if (lately.size() > MOST_LATELY) {
      lately.removeLast();
    }
    return peer.member();
  }

  private void forgetAddress(Member member) {
    List<NodeId> there = byAddress.get(member.address());
    if (there != null && there.remove(member.id()) && there.isEmpty()) {
      byAddress.remove(member.address());
    }
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
    incarnations = null;
    byAddress.clear();
  }

  int size() {
    return peers.size();
  }

  /** A copy. */
  List<Member> members() {
    return peers.values().stream().map(Peer::member).toList();
  }

  /**
   * As {@link #members()}, but of the lives of one server only the one that replaces the others.
   */
  List<Member> present() {
    var servers = new LinkedHashMap<NodeAddress, Peer>();
    for (Peer peer : peers.values()) {
      servers.merge(peer.member().address(), peer, (one, other) -> one.isReplaced() ? other : one);
    }
    return servers.values().stream().map(Peer::member).toList();
  }

  /**
   * All their incarnations; made once until somebody joins or ends, since each answer to a starting
   * node has them. For the loop.
   */
  List<Long> incarnations() {
    List<Long> present = incarnations;
    if (present == null) {
      var made = new ArrayList<Long>(peers.size());
      peers.keySet().forEach(id -> made.add(id.incarnation()));
      present = made;
      incarnations = present;
    }
    return present;
  }

  /** Those at the address. A copy; for the loop. */
  List<NodeId> at(NodeAddress address) {
    return List.copyOf(byAddress.getOrDefault(address, List.of()));
  }

  /** A copy. */
  List<Peer> all() {
    return List.copyOf(peers.values());
  }

  boolean containsAll(Collection<NodeId> nodes) {
    return peers.keySet().containsAll(nodes);
  }

  /**
   * Notes that the peer was heard over the instance.
   *
   * @return whether it was suspected until now, and is so no more
   */
  boolean heard(Peer peer, int instance) {
    return peer.heard(instance, loop.nanoTime());
  }

  /**
   * Notes that a transport instance cannot reach the peer, until it is heard over that one.
   *
   * @return whether this is news
   */
  boolean doubt(Peer peer, int instance) {
    return peer.doubt(instance);
  }

  /** Notes over which instances the peer is silent, until it is heard over each. */
  void doubtWhereSilent(Peer peer) {
    peer.doubtSilent(loop.nanoTime() - detectionNanos);
  }

  /** What was heard until now may have been on its way for long. */
  void forgetFreshness() {
    peers.values().forEach(Peer::forgetFreshness);
  }

  /** What was not heard while this node could hear nothing counts against nobody. */
  void forgive() {
    long now = loop.nanoTime();
    peers.values().forEach(peer -> peer.forgive(now));
  }

  /** Whether the peer was not heard for the detection time over some instance. */
  boolean isSilent(Peer peer) {
    return peer.isSilentSince(loop.nanoTime() - detectionNanos);
  }

  /** As {@link #isSilent}, over another instance than this one. */
  boolean isSilentBeside(Peer peer, int instance) {
    return peer.isSilentSince(loop.nanoTime() - detectionNanos, instance);
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

  /**
   * Whether the member was heard within the time over every instance, and since this node slept.
   */
  boolean heardWithin(NodeId node, Duration time) {
    Peer peer = peers.get(node);
    return peer != null && peer.isFresh() && silence(node).compareTo(time) <= 0;
  }

  /**
   * How long ago the member was last heard, over the instance where that is longest ago; the
   * longest time for a node that is no member.
   */
  Duration silence(NodeId node) {
    Peer peer = peers.get(node);
    if (peer == null) {
      return Duration.ofNanos(Long.MAX_VALUE);
    }
    return Duration.ofNanos(peer.longestSilence(loop.nanoTime()));
  }
}
