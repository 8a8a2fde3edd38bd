package io.lockstep.transport.jgroups;

import io.lockstep.testkit.cluster.ClusterContract;
import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.Transport;
import io.lockstep.transport.TransportProvider;

/** Whole nodes over TCP, whose majority decides deaths. */
class ClusterOverTcpTest extends ClusterContract {
  private final Networks network = Networks.tcp();

  @Override
  protected Transport newTransport(NodeAddress address) {
    return network.transport(address, TransportProvider.DEFAULT_INSTANCE);
  }
}
