package io.lockstep.testkit.simulation;

import io.lockstep.testkit.simulation.network.Host;
import io.lockstep.testkit.simulation.network.LifeWatcher;
import io.lockstep.transport.NodeId;
import java.util.HashSet;
import java.util.Set;

/** Whether any node that lived was held for dead, so that it went on under another id. */
final class Rejoins implements LifeWatcher {
  private final Set<Host> seen = new HashSet<>();
  private boolean any;

  boolean any() {
    return any;
  }

  @Override
  public void opened(Host host, NodeId id) {
    any |= !seen.add(host);
  }

  @Override
  public void closed(Host host, NodeId id) {}

  @Override
  public void condemned(NodeId id) {}

  @Override
  public void heard(Host host, NodeId sender) {}
}
