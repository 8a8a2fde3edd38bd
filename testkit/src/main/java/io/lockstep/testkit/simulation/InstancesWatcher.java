package io.lockstep.testkit.simulation;

import io.lockstep.testkit.simulation.network.Host;
import io.lockstep.testkit.simulation.network.LifeWatcher;
import io.lockstep.transport.NodeId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Makes one life of what several networks tell of it: it begins with the first that it opens, ends
 * with the first that it closes, and is condemned when all have condemned it.
 */
final class InstancesWatcher {
  private final LifeWatcher whole;
  private final int instances;
  private final Set<NodeId> opened = new HashSet<>();
  private final Set<NodeId> closed = new HashSet<>();
  private final Map<NodeId, Set<Integer>> verdicts = new HashMap<>();

  InstancesWatcher(LifeWatcher whole, int instances) {
    this.whole = whole;
    this.instances = instances;
  }

  /** Hears of one of the networks. */
  LifeWatcher over(int instance) {
    return new LifeWatcher() {
      @Override
      public void opened(Host host, NodeId id) {
        if (opened.add(id)) {
          whole.opened(host, id);
        }
      }

      @Override
      public void closed(Host host, NodeId id) {
        if (closed.add(id)) {
          whole.closed(host, id);
        }
      }

      @Override
      public void heard(Host host, NodeId sender) {
        whole.heard(host, sender);
      }

      @Override
      public void condemned(NodeId id) {
        Set<Integer> given = verdicts.computeIfAbsent(id, any -> new HashSet<>());
        if (given.add(instance) && given.size() == instances) {
          whole.condemned(id);
        }
      }
    };
  }
}
