package io.lockstep.transport.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockstep.testkit.transport.TcpProxy;
import io.lockstep.testkit.transport.TestNode;
import io.lockstep.transport.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a node leaves behind in its process. */
class TransportEndTest {
  private final Set<Thread> before = Thread.getAllStackTraces().keySet();

  private Set<Thread> begun() {
    var begun = new HashSet<>(Thread.getAllStackTraces().keySet());
    begun.removeAll(before);
    begun.removeIf(thread -> !thread.getName().startsWith("lockstep-amqp") && !isOfClient(thread));
    return begun;
  }

  /** The client renames some of the threads that it is given. */
  private static boolean isOfClient(Thread thread) {
    return thread.getName().startsWith("AMQP Connection")
        || thread.getName().contains("ConsumerWorkService");
  }

  @Test
  void noThreadOutlivesANodeWhoseBrokerDoesNotAnswer() throws Exception {
    try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Transport transport =
          new AmqpNetwork("amqp://guest:guest@127.0.0.1:" + silent.getLocalPort()).transport();
      TestNode node = TestNode.opening(7, transport);
      try (Socket attempt = silent.accept()) {
        assertThat(attempt.getInputStream().read()).isNotNegative();
        assertThat(begun()).isNotEmpty();

        node.close();

        assertThat(begun()).isEmpty();
      }
    }
  }

  @Test
  void noThreadOutlivesANodeWhoseBrokerRefuses() throws Exception {
    int free = freePort();
    TestNode node =
        TestNode.opening(7, new AmqpNetwork("amqp://guest:guest@127.0.0.1:" + free).transport());
    await().until(() -> !begun().isEmpty());

    node.close();

    assertThat(begun()).isEmpty();
  }

  @Test
  void noThreadOutlivesANodeThatIsConnected() {
    var network = new AmqpNetwork(QpidBroker.shared().uri());
    TestNode node = TestNode.connected(7, network.transport());
    assertThat(begun()).isNotEmpty();

    node.close();

    assertThat(begun()).isEmpty();
  }

  @Test
  void noThreadOutlivesANodeWhoseConnectionIsFrozen() {
    try (TcpProxy way = TcpProxy.to(QpidBroker.shared().uri())) {
      var network = new AmqpNetwork(QpidBroker.shared().uri()).via(way);
      TestNode node = TestNode.connected(7, network.transport());
      way.freeze();

      node.close();

      assertThat(begun()).isEmpty();
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
