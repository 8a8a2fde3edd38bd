package io.lockstep.transport.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockstep.membership.MembershipSettings;
import io.lockstep.node.LockstepNode;
import io.lockstep.node.NodeBuilder;
import io.lockstep.node.NodeSettings;
import io.lockstep.session.AttributeCodec;
import io.lockstep.session.ReplicationLevel;
import io.lockstep.session.SessionSettings;
import io.lockstep.session.SessionUse;
import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.NodeId;
import io.lockstep.transport.Transport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whole nodes over a real broker: what the broker says of nodes, and what becomes of sessions. */
class ClusterOverBrokerTest {
  private final QpidBroker broker = QpidBroker.shared();
  private final AmqpNetwork network = new AmqpNetwork(broker.uri());
  private final TcpProxy way = TcpProxy.to(broker.uri());
  private final List<LockstepNode> nodes = new ArrayList<>();

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

  private LockstepNode start(String server, Transport transport) throws Exception {
    var settings =
        new NodeSettings(
            new NodeAddress("test", "cluster", server, "app"),
            MembershipSettings.defaults("machine-of-" + server),
            SessionSettings.defaults("secret"));
    LockstepNode node = new NodeBuilder(settings).transport(transport).codec(new Text()).start();
    nodes.add(node);
    get(node.started());
    return node;
  }

  @AfterEach
  void stop() {
    nodes.forEach(LockstepNode::close);
    way.close();
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  private static void awaitMembers(LockstepNode node, int count) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                get(node.observer().report()).members().stream()
                        .filter(member -> member.state().equals("alive"))
                        .count()
                    == count);
  }

  private static String createSession(LockstepNode node) throws Exception {
    try (SessionUse use = node.sessions().create(Duration.ofMinutes(30))) {
      use.session().setAttribute("cart", "apples");
      assertThat(get(use.commit())).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
      return use.session().id();
    }
  }

  @Test
  void aSessionSurvivesItsOwnersLossOfTheBrokerAndTheOwnerComesBackAsAnother() throws Exception {
    LockstepNode owner = start("a", network.via(way).transport());
    LockstepNode second = start("b", network.transport());
    LockstepNode third = start("c", network.transport());
    for (LockstepNode node : nodes) {
      awaitMembers(node, 3);
    }
    final NodeId former = owner.id();
    final String id = createSession(owner);

    way.interrupt();
    long cut = System.nanoTime();

    try (SessionUse use = served(second, id)) {
      assertThat(use.session().getAttribute("cart")).isEqualTo("apples");
      System.out.printf("served %d ms after the cut%n", (System.nanoTime() - cut) / 1_000_000);
    }
    // Protected again once the broker's word has come that the former owner is dead.
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> write(second, id, "pears") == ReplicationLevel.ACKNOWLEDGED);
    assertThat(write(third, id, "plums")).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    way.restore();
    await().atMost(Duration.ofSeconds(20)).until(() -> !owner.id().equals(former));
    awaitMembers(owner, 3);
    awaitMembers(second, 3);
    try (SessionUse use = served(owner, id)) {
      assertThat(use.session().getAttribute("cart")).isEqualTo("plums");
    }
  }

  @Test
  void aListenerThatLostTheBrokerHearsAfterwardsWhatWasPublishedMeanwhile() throws Exception {
    LockstepNode listening = start("a", network.via(way).transport());
    LockstepNode publishing = start("b", network.transport());
    awaitMembers(listening, 2);
    awaitMembers(publishing, 2);
    List<Object> heard = new CopyOnWriteArrayList<>();
    listening.topics().subscribe("news", message -> heard.add(message.content()));
    publishing.topics().publish("news", "before");
    await().until(() -> heard.contains("before"));

    way.interrupt();
    awaitMembers(publishing, 1);
    publishing.topics().publish("news", "meanwhile");
    way.restore();
    publishing.topics().publish("news", "after");

    await()
        .atMost(Duration.ofSeconds(40))
        .untilAsserted(() -> assertThat(heard).containsExactly("before", "meanwhile", "after"));
  }

  private static ReplicationLevel write(LockstepNode node, String id, String cart)
      throws Exception {
    try (SessionUse use = served(node, id)) {
      use.session().setAttribute("cart", cart);
      return get(use.commit());
    }
  }

  /** Asks again as long as the answer is not known, as a visitor's browser would. */
  private static SessionUse served(LockstepNode node, String id) throws Exception {
    var use = new CompletableFuture<SessionUse>();
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(20))
        .ignoreExceptions()
        .until(
            () -> {
              Optional<SessionUse> opened = get(node.sessions().open(id, 0));
              opened.ifPresent(use::complete);
              return opened.isPresent();
            });
    return get(use);
  }
}
