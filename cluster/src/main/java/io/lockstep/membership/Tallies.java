package io.lockstep.membership;

import io.lockstep.transport.NodeId;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who has said something over which transport instances. Bounded: who began longest ago is
 * forgotten first. Lives on the node's loop.
 */
final class Tallies {
  private static final int MOST = 1_000;

  private final int all;
  private final Map<NodeId, Integer> tallies =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<NodeId, Integer> eldest) {
          return size() > MOST;
        }
      };

  Tallies(int instances) {
    this.all = (1 << instances) - 1;
  }

  /** The node said it over the instance; returns whether it now has over every one. */
  boolean add(NodeId node, int instance) {
    int said = tallies.merge(node, 1 << instance, (before, more) -> before | more);
    if (said != all) {
      return false;
    }
    tallies.remove(node);
    return true;
  }

  /** Whether the node said it over the instance, and has not yet over every one. */
  boolean contains(NodeId node, int instance) {
    return (tallies.getOrDefault(node, 0) & 1 << instance) != 0;
  }

  void clear() {
    tallies.clear();
  }
}
