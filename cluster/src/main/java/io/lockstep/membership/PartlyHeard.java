package io.lockstep.membership;

import io.lockstep.report.Counters;
import io.lockstep.time.EventLoop;
import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.NodeId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Nodes that answer over some transport instances and not over all. They become no members, and
 * while they are there nobody knows all; so whoever stays so is told of, once each. Most likely its
 * settings name other instances. Lives on the node's loop.
 */
final class PartlyHeard {
  private static final Logger log = LoggerFactory.getLogger(PartlyHeard.class);
  private static final int MOST = 1_000;

  private final EventLoop loop;
  private final long patienceNanos;
  private final Counters counters;

  private final Map<NodeId, Since> nodes =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<NodeId, Since> eldest) {
          return size() > MOST;
        }
      };

  private record Since(long nanos, boolean told) {}

  PartlyHeard(EventLoop loop, Duration detectionTime, Counters counters) {
    this.loop = loop;
    this.patienceNanos = detectionTime.toNanos();
    this.counters = counters;
  }

  /**
   * The node has answered, and not yet over every instance.
   *
   * @param server its name as it says, for people
   */
  void note(NodeId node, String server) {
    Since since = nodes.computeIfAbsent(node, any -> new Since(loop.nanoTime(), false));
    if (!since.told && loop.nanoTime() - since.nanos > patienceNanos) {
      nodes.put(node, new Since(since.nanos, true));
      counters.increment("membership.partly-heard");
      log.error(
          "{} ({}) answers over some transport instances only, and cannot become a member. Give all"
              + " servers the same instances, with the same names",
          NodeAddress.isPart(server) ? server : "A server",
          node);
    }
  }

  /** It has become a member. */
  void forget(NodeId node) {
    nodes.remove(node);
  }
}
