package io.lockstep.transport.amqp;

import io.lockstep.transport.NodeId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The nodes heard on one link, and the last frame of each. Thread-safe. Bounded, since a hostile
 * sender can make up ids: the one that was silent longest is forgotten.
 */
final class Peers {
  static final int MOST = 10_000;

  /** A larger gap is counted as this one: numbers can be made up, and counters must stay useful. */
  static final long LARGEST_GAP = 100_000;

  private static final class Peer {
    @Nullable FrameStamp lastToAll;
    @Nullable FrameStamp lastToOne;
  }

  private final Map<NodeId, Peer> peers =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<NodeId, Peer> eldest) {
          return size() > MOST;
        }
      };

  /**
   * Notes a frame that was sent to all; returns how many the sender sent since that are missing.
   */
  synchronized long heardToAll(NodeId source, @Nullable FrameStamp stamp) {
    Peer peer = peers.computeIfAbsent(source, id -> new Peer());
    long lost = missing(peer.lastToAll, stamp);
    peer.lastToAll = stamp;
    return lost;
  }

  /** Notes a frame that was sent to this node alone; returns as {@link #heardToAll}. */
  synchronized long heardToOne(NodeId source, @Nullable FrameStamp stamp) {
    Peer peer = peers.computeIfAbsent(source, id -> new Peer());
    long lost = missing(peer.lastToOne, stamp);
    peer.lastToOne = stamp;
    return lost;
  }

  synchronized boolean knows(NodeId node) {
    return peers.containsKey(node);
  }

  private static long missing(@Nullable FrameStamp last, @Nullable FrameStamp next) {
    if (last == null || next == null || last.link() != next.link()) {
      return 0;
    }
    return Math.min(LARGEST_GAP, Math.max(0, next.number() - last.number() - 1));
  }
}
