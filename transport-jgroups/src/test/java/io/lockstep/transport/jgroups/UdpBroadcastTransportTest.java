package io.lockstep.transport.jgroups;

import io.lockstep.testkit.transport.TransportContract;
import io.lockstep.transport.Transport;

class UdpBroadcastTransportTest extends TransportContract {
  private final Networks network = Networks.broadcast();

  @Override
  protected Transport newTransport() {
    return network.transport();
  }
}
