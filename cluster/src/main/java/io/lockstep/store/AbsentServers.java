package io.lockstep.store;

import io.lockstep.membership.Member;
import io.lockstep.membership.Membership;
import io.lockstep.time.EventLoop;
import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.NodeId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The servers that were decided dead, did not say goodbye, and are not back. Each may be running
 * beyond a cut and come back with changes that are older than what was removed meanwhile, so
 * tombstones wait for it, for so long at the most. Lives on the loop.
 */
final class AbsentServers {
  private final EventLoop loop;
  private final Membership membership;
  private final Duration longest;
  private final Map<NodeId, NodeAddress> members = new LinkedHashMap<>();
  private final Map<NodeAddress, Long> absent = new LinkedHashMap<>();

  AbsentServers(EventLoop loop, Membership membership, Duration longest) {
    this.loop = loop;
    this.membership = membership;
    this.longest = longest;
  }

  void ended(NodeId node) {
    NodeAddress server = members.remove(node);
    if (server != null && membership.hasLeft(node)) {
      absent.remove(server);
    } else if (server != null && !members.containsValue(server)) {
      absent.put(server, loop.nanoTime());
    }
  }

  /** This node was held for dead: who was with it may have been cut off too. */
  void rejoined() {
    members.values().forEach(server -> absent.put(server, loop.nanoTime()));
  }

  /** The server is back: its node counts like any other. */
  void joined(Member member) {
    members.put(member.id(), member.address());
    absent.remove(member.address());
  }

  boolean any() {
    long oldest = loop.nanoTime() - longest.toNanos();
    absent.values().removeIf(since -> since - oldest < 0);
    return !absent.isEmpty();
  }
}
