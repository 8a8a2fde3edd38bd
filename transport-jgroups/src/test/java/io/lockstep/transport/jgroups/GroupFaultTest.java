package io.lockstep.transport.jgroups;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.testkit.transport.ChildNode;
import io.lockstep.testkit.transport.LoggedLines;
import io.lockstep.testkit.transport.TestNode;
import io.lockstep.transport.NodeId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GroupFaultTest {
  private static final String SECRET = "what nobody else knows";

  private final List<TestNode> nodes = new ArrayList<>();

  static Stream<Arguments> networks() {
    return Stream.of(
        Arguments.of("multicast", (Supplier<Networks>) Networks::multicast),
        Arguments.of("broadcast", (Supplier<Networks>) Networks::broadcast),
        Arguments.of("tcp", (Supplier<Networks>) Networks::tcp));
  }

  @AfterEach
  void close() {
    nodes.forEach(TestNode::close);
  }

  private TestNode node(Networks network) {
    TestNode node = TestNode.connected(nodes.size() + 1L, network.transport());
    nodes.add(node);
    return node;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void aNodeWhoseProcessIsKilledIsToldAsUnreachable(String name, Supplier<Networks> networks) {
    Networks network = networks.get();
    TestNode survivor = node(network);
    var victim = new NodeId(99);
    try (ChildNode child =
        ChildNode.start(network.kind(), Networks.ADDRESS, victim, network.nextSettings())) {
      survivor.send(victim, "are you there?");
      assertThat(survivor.listener().heard("unreachable " + victim)).isFalse();

      child.kill();

      survivor.awaitEvent("unreachable " + victim);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void whoHasAnotherSecretOrNoneIsNotHeardAndThatIsLogged(
      String name, Supplier<Networks> networks) {
    Networks network = networks.get();
    try (var log = new LoggedLines("io.lockstep.transport.connection")) {
      TestNode first = node(network.with("shared-secret", SECRET));
      TestNode second = node(network.with("shared-secret", SECRET));
      TestNode stranger = node(network.with("shared-secret", "another one, as long"));
      TestNode open = node(network);

      stranger.broadcast("let me in");
      open.broadcast("hello?");
      first.broadcast("between us");

      second.awaitText("between us");
      stranger.awaitText("let me in");
      open.awaitText("hello?");
      log.await("Not read, not sealed with the same key", network.kind() + ".shared-secret");
      for (TestNode each : nodes) {
        assertThat(each.listener().texts()).hasSizeLessThanOrEqualTo(1);
      }
    }
  }

  @Test
  void aStartWithoutSecretWarns() {
    try (var log = new LoggedLines("io.lockstep.transport.jgroups")) {
      Networks network = Networks.tcp();
      node(network);
      log.await("are not encrypted", "set lockstep.tcp.shared-secret, the same on every server");

      int before = log.lines().size();
      node(Networks.tcp().with("shared-secret", SECRET));
      assertThat(log.lines()).hasSize(before);
    }
  }

  @Test
  void aPortThatIsTakenIsToldAndTakenOnceItIsFree() throws IOException {
    Networks network = Networks.tcp();
    int port = Integer.parseInt(network.settings(0).get("lockstep.tcp.port"));
    try (var log = new LoggedLines("io.lockstep.transport.connection")) {
      TestNode node;
      try (var taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        assertThat(taken.isBound()).isTrue();
        node = TestNode.opening(1, network.transport());
        nodes.add(node);
        log.await("lockstep.tcp.port", Integer.toString(port), "another program has the port");
        assertThat(node.listener().heard("connected")).isFalse();
      }
      node.awaitEvent("connected");
    }
  }

  @Test
  void aNameThatHasNoAddressYetKeepsNobodyFromStarting() {
    Networks network = Networks.tcp();
    String hosts = network.settings(0).get("lockstep.tcp.hosts");
    Networks withUnknown = network.with("hosts", "not-there.invalid, " + hosts);

    TestNode first = node(withUnknown);
    TestNode second = node(withUnknown);
    first.send(second, "found");

    second.awaitText("found");
  }
}
