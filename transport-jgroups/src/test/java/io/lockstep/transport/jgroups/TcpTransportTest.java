package io.lockstep.transport.jgroups;

import io.lockstep.testkit.transport.TransportContract;
import io.lockstep.transport.Transport;

class TcpTransportTest extends TransportContract {
  private final Networks network = Networks.tcp();

  @Override
  protected Transport newTransport() {
    return network.transport();
  }
}
