package io.lockstep.transport.jms;

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
import io.lockstep.transport.jms.broker.EmbeddedArtemis;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whole nodes over a JMS topic. */
class ClusterOverArtemisTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final List<LockstepNode> nodes = new ArrayList<>();
  private EmbeddedArtemis broker;

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
  void start() throws Exception {
    broker = EmbeddedArtemis.start();
    for (String server : List.of("a", "b", "c")) {
      nodes.add(node(server));
    }
    for (LockstepNode node : nodes) {
      get(node.started());
      awaitMembers(node, 3);
    }
  }

  private LockstepNode node(String server) {
    var settings =
        new NodeSettings(
            new NodeAddress("test", "cluster", server, "app"),
            MembershipSettings.defaults("machine-of-" + server),
            SessionSettings.defaults("secret"));
    return new NodeBuilder(settings)
        .transport(ArtemisNetwork.transport("cluster", ArtemisNetwork.settings(broker)))
        .codec(new Text())
        .start();
  }

  @AfterEach
  void stop() throws Exception {
    nodes.forEach(LockstepNode::close);
    broker.close();
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  private static void awaitMembers(LockstepNode node, int count) {
    await()
        .atMost(PATIENCE)
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

  private static Object cart(LockstepNode node, String id) throws Exception {
    try (SessionUse use = get(node.sessions().open(id, 0)).orElseThrow()) {
      return Optional.ofNullable(use.session().getAttribute("cart")).orElseThrow();
    }
  }

  @Test
  void aSessionIsBackedUpAndGoesWithItsVisitor() throws Exception {
    String id = createSession(nodes.get(0));

    assertThat(cart(nodes.get(1), id)).isEqualTo("apples");
    assertThat(cart(nodes.get(2), id)).isEqualTo("apples");
  }

  @Test
  void aServerThatLeavesTakesNoSessionWithIt() throws Exception {
    String id = createSession(nodes.get(0));

    nodes.remove(0).close();

    assertThat(cart(nodes.get(0), id)).isEqualTo("apples");
  }

  @Test
  void whatTopicsAndStoresMissWhileTheBrokerIsAwayTheyGetAfterwards() throws Exception {
    LockstepNode here = nodes.get(0);
    LockstepNode there = nodes.get(1);
    List<Object> heard = new CopyOnWriteArrayList<>();
    there.topics().subscribe("news", message -> heard.add(message.content()));
    here.topics().publish("news", "before");
    await().atMost(PATIENCE).until(() -> heard.contains("before"));

    broker.stop();
    here.topics().publish("news", "meanwhile");
    here.stores().getSharedStore("prices", String.class, String.class).put("tea", "4");
    broker.restart();

    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(heard).containsExactly("before", "meanwhile"));
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                "4"
                    .equals(
                        there
                            .stores()
                            .getSharedStore("prices", String.class, String.class)
                            .get("tea")));
  }
}
