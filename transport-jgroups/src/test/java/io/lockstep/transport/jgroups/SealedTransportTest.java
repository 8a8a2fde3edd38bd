package io.lockstep.transport.jgroups;

import io.lockstep.testkit.transport.TransportContract;
import io.lockstep.transport.Transport;

class SealedTransportTest extends TransportContract {
  private final Networks network =
      Networks.broadcast().with("shared-secret", "what nobody else knows");

  @Override
  protected Transport newTransport() {
    return network.transport();
  }
}
