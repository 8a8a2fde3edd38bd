package io.lockstep.transport.jgroups;

import io.lockstep.testkit.transport.OverloadContract;
import io.lockstep.testkit.transport.TransportContract;
import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.Transport;

class TcpTransportTest extends TransportContract implements OverloadContract {
  private final Networks network = Networks.tcp();

  @Override
  protected Transport newTransport(NodeAddress address, String instance) {
    return network.transport(address, instance);
  }
}
