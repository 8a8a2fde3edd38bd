package io.lockstep.testkit.transport;

import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.Transport;
import io.lockstep.transport.memory.MemoryTransportProvider;
import java.util.Map;

class MemoryTransportTest extends PresenceTransportContract {
  @Override
  protected Transport newTransport(NodeAddress address, String instance) {
    return new MemoryTransportProvider().create(address, instance, Map.of());
  }
}
