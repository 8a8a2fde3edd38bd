package io.lockstep.transport.jgroups;

import io.lockstep.testkit.transport.OverloadContract;
import io.lockstep.testkit.transport.TransportContract;
import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.Transport;

class UdpBroadcastTransportTest extends TransportContract implements OverloadContract {
  private final Networks network = Networks.broadcast();

  @Override
  protected Transport newTransport(NodeAddress address, String instance) {
    return network.transport(address, instance);
  }
}
