package io.lockstep.testkit.transport;

import io.lockstep.transport.Transport;
import io.lockstep.transport.memory.MemoryNetwork;

class MemoryTransportTest extends PresenceTransportContract {
  private final MemoryNetwork network = new MemoryNetwork();

  @Override
  protected Transport newTransport() {
    return network.transport();
  }
}
