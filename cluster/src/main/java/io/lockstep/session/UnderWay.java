package io.lockstep.session;

import io.lockstep.transport.NodeId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * How long what is sent to a node may take until it is there: behind the whole copies that are on
 * their way to it, and for its own size. Sending something large again before it can have come
 * would only make all of it later. Immutable.
 */
final class UnderWay {
  static final UnderWay NOTHING = new UnderWay(Map.of());

  /** What every network and broker carries: a document of 10 MB may take 2.5 s. */
  private static final long BYTES_PER_SECOND = 4_000_000;

  /** Nobody gets longer than that, however much is on its way. */
  private static final long MOST_SECONDS = 5;

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final Map<NodeId, Long> bytes;

  private UnderWay(Map<NodeId, Long> bytes) {
    this.bytes = bytes;
  }

  /** The whole copies of the sessions. */
  static UnderWay of(Collection<Ownership> sessions) {
    Map<NodeId, Long> bytes = new HashMap<>();
    for (Ownership session : sessions) {
      for (Link link : session.links.values()) {
        if (link.copyBytes() > 0) {
          bytes.merge(link.node, (long) link.copyBytes(), Long::sum);
        }
      }
    }
    return new UnderWay(Map.copyOf(bytes));
  }

  /**
   * How long that many bytes more may take to the node; at most 5 s.
   *
   * @param more 0 for what is on its way without them; less, when some of that counts no more
   */
  long nanosTo(NodeId node, int more) {
    long waiting = Math.max(0, bytes.getOrDefault(node, 0L) + more);
    return Math.min(waiting, MOST_SECONDS * BYTES_PER_SECOND) * NANOS_PER_SECOND / BYTES_PER_SECOND;
  }
}
