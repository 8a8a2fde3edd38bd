package io.lockstep.transport.jgroups;

import io.lockstep.testkit.transport.TransportContract;
import io.lockstep.transport.Transport;

class UdpMulticastTransportTest extends TransportContract {
  private final Networks network = Networks.multicast();

  @Override
  protected Transport newTransport() {
    return network.transport();
  }
}
