package io.lockstep.testkit.simulation.network;

import io.lockstep.transport.NodeId;

/** Hears which lives of nodes begin and end on the network. */
public interface LifeWatcher {
  /** A process opened its transport under this id. */
  void opened(Host host, NodeId id);

  /** A process closed its transport, as a node does that leaves or was declared dead. */
  void closed(Host host, NodeId id);

  /** A process received a frame, its own included. */
  void heard(Host host, NodeId sender);

  /** The network's own arbiter decided that the life is over. */
  void condemned(NodeId id);
}
