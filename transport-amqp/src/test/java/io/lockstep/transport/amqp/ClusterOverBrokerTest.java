package io.lockstep.transport.amqp;

import io.lockstep.testkit.cluster.ClusterContract;
import io.lockstep.testkit.transport.TcpProxy;
import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.Transport;
import io.lockstep.transport.TransportProvider;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** Whole nodes over a real broker, which is an arbiter; the first one's way to it can be cut. */
class ClusterOverBrokerTest extends ClusterContract {
  private final QpidBroker broker = QpidBroker.shared();
  private final TcpProxy way = TcpProxy.to(broker.uri());

  @AfterEach
  void closeWay() {
    way.close();
  }

  @Override
  protected Transport newTransport(NodeAddress address) {
    String uri = address.server().equals("a") ? way.uri() : broker.uri();
    return new AmqpTransportProvider()
        .create(address, TransportProvider.DEFAULT_INSTANCE, Map.of("lockstep.amqp.uri", uri));
  }

  @Override
  protected void cutFirst() {
    way.interrupt();
  }

  @Override
  protected void mendFirst() {
    way.restore();
  }
}
