package io.lockstep.transport.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.lockstep.membership.MembershipSettings;
import io.lockstep.node.LockstepNode;
import io.lockstep.node.NodeBuilder;
import io.lockstep.node.NodeSettings;
import io.lockstep.report.NodeReport;
import io.lockstep.report.NodeReport.KeyReport;
import io.lockstep.report.NodeReport.TransportReport;
import io.lockstep.session.AttributeCodec;
import io.lockstep.session.ReplicationLevel;
import io.lockstep.session.SessionSettings;
import io.lockstep.session.SessionUse;
import io.lockstep.testkit.transport.TcpProxy;
import io.lockstep.transport.KeyedTransport;
import io.lockstep.transport.KeyedTransports;
import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.proto.TrafficKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whole nodes with the document's three transport instances over a real broker. */
class InstancesOverBrokerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration HEARTBEAT = Duration.ofSeconds(1);
  private static final Set<TrafficKey> HEARTBEATS = Set.of(TrafficKey.APP_NODE);
  private static final Set<TrafficKey> SESSIONS =
      Set.of(
          TrafficKey.DOCUMENT_EVENTS,
          TrafficKey.SESSION_EVENTS,
          TrafficKey.SESSION_ATTRIBUTE_EVENTS,
          TrafficKey.BACKUP_SYNC_MESSAGES,
          TrafficKey.RPC_EXECUTOR);
  private static final Set<TrafficKey> STORES =
      Set.of(TrafficKey.MESSAGING_SERVICE, TrafficKey.SHARED_STORE);

  private final QpidBroker broker = QpidBroker.shared();
  private final AmqpNetwork network = new AmqpNetwork(broker.uri());

  /** The third node's ways to the broker, one for each instance. */
  private final List<TcpProxy> ways = List.of(way(), way(), way());

  private final List<LockstepNode> nodes = new ArrayList<>();

  private TcpProxy way() {
    return TcpProxy.to(broker.uri());
  }

  private static final class Text implements AttributeCodec {
    @Override
    public byte[] serialize(String name, Object value) {
      return value.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Object deserialize(String name, byte[] bytes) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  @BeforeEach
  void startThree() throws Exception {
    start("a", List.of(network, network, network));
    start("b", List.of(network, network, network));
    start("c", ways.stream().map(network::via).toList());
    for (LockstepNode node : nodes) {
      awaitMembers(node, 3);
    }
  }

  private void start(String server, List<AmqpNetwork> networks) throws Exception {
    var settings =
        new NodeSettings(
            new NodeAddress("test", "cluster", server, "app"),
            new MembershipSettings(
                HEARTBEAT, 20, Duration.ofSeconds(10), "machine-of-" + server, ""),
            SessionSettings.defaults("secret"));
    var transports =
        new KeyedTransports(
            List.of(
                keyed("heartbeats", HEARTBEATS, networks.get(0)),
                keyed("sessions", SESSIONS, networks.get(1)),
                keyed("stores", STORES, networks.get(2))));
    LockstepNode node = new NodeBuilder(settings).transports(transports).codec(new Text()).start();
    nodes.add(node);
    get(node.started());
  }

  private static KeyedTransport keyed(String name, Set<TrafficKey> keys, AmqpNetwork network) {
    return new KeyedTransport(name, "amqp", keys, network.transport(name));
  }

  @AfterEach
  void stop() {
    nodes.forEach(LockstepNode::close);
    ways.forEach(TcpProxy::close);
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  private static NodeReport report(LockstepNode node) throws Exception {
    return get(node.observer().report());
  }

  private static long alive(NodeReport report) {
    return report.members().stream().filter(member -> member.state().equals("alive")).count();
  }

  private static void awaitMembers(LockstepNode node, int count) {
    await().atMost(PATIENCE).until(() -> alive(report(node)) == count);
  }

  private static KeyReport key(LockstepNode node, String instance, String key) throws Exception {
    return report(node).transports().stream()
        .filter(transport -> transport.name().equals(instance))
        .flatMap(transport -> transport.keys().stream())
        .filter(each -> each.key().equals(key))
        .findFirst()
        .orElseThrow();
  }

  private static ReplicationLevel write(SessionUse use, String cart) throws Exception {
    try (use) {
      use.session().setAttribute("cart", cart);
      return get(use.commit());
    }
  }

  @Test
  void eachKeyGoesOverItsInstanceAndSessionsAreProtected() throws Exception {
    LockstepNode a = nodes.get(0);

    SessionUse created = a.sessions().create(Duration.ofMinutes(30));
    String id = created.session().id();
    assertThat(write(created, "apples")).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    // The first change may have gone along with the session itself.
    assertThat(write(get(a.sessions().open(id, 0)).orElseThrow(), "pears"))
        .isEqualTo(ReplicationLevel.ACKNOWLEDGED);

    assertThat(report(a).transports())
        .extracting(TransportReport::name, TransportReport::kind, TransportReport::state)
        .containsExactly(
            tuple("heartbeats", "amqp", "connected"),
            tuple("sessions", "amqp", "connected"),
            tuple("stores", "amqp", "connected"));
    assertThat(key(a, "sessions", "SessionAttributeEvents").sentFrames()).isPositive();
    assertThat(key(a, "heartbeats", "AppNode").receivedFrames()).isPositive();
    assertThat(key(a, "stores", "SharedStore").sentFrames()).isZero();
  }

  @Test
  void aNodeThatLosesOneInstanceForLongerThanTheGraceGoesOnAsAnother() throws Exception {
    LockstepNode a = nodes.get(0);
    LockstepNode c = nodes.get(2);
    NodeId before = c.id();

    ways.get(1).interrupt();

    await().atMost(PATIENCE).until(() -> !c.id().equals(before));
    await().atMost(PATIENCE).until(() -> alive(report(a)) == 2);
    assertThat(report(c).connected()).isFalse();

    ways.get(1).restore();

    awaitMembers(a, 3);
    awaitMembers(c, 3);
    await().atMost(PATIENCE).until(() -> report(c).connected());
    assertThat(c.id()).isNotEqualTo(before);
  }

  @Test
  void anInstanceThatCarriesNothingKeepsNoHeartbeatOfAnotherWaiting() throws Exception {
    LockstepNode a = nodes.get(0);
    LockstepNode c = nodes.get(2);
    NodeId before = c.id();

    ways.get(2).freeze();
    long atA = key(a, "heartbeats", "AppNode").receivedFrames();
    long atC = key(c, "heartbeats", "AppNode").receivedFrames();
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                key(a, "heartbeats", "AppNode").receivedFrames() >= atA + 9
                    && key(c, "heartbeats", "AppNode").receivedFrames() >= atC + 9);

    // Three heartbeats of each of three nodes, while the other instance stands still.
    assertThat(alive(report(a))).isEqualTo(3);
    assertThat(c.id()).isEqualTo(before);
    ways.get(2).cut();
    await().atMost(PATIENCE).until(() -> report(c).connected());
  }
}
