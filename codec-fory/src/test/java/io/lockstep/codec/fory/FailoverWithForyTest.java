package io.lockstep.codec.fory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockstep.config.LockstepSettings;
import io.lockstep.config.SettingsParser;
import io.lockstep.node.CodecFactory;
import io.lockstep.node.LockstepNode;
import io.lockstep.node.NodeBuilder;
import io.lockstep.node.NodeSettings;
import io.lockstep.session.AttributeCodec;
import io.lockstep.session.ReplicationLevel;
import io.lockstep.session.SessionUse;
import io.lockstep.transport.memory.MemoryNetwork;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whole nodes whose settings ask for Fory. */
class FailoverWithForyTest {
  private final MemoryNetwork network = new MemoryNetwork();
  private final List<LockstepNode> nodes = new ArrayList<>();

  record Cart(String owner, List<String> items) implements Serializable {}

  private LockstepNode start(String server, String serialization) {
    LockstepSettings settings =
        SettingsParser.with(List.of())
            .parse(
                Map.of(
                    "lockstep.server",
                    server,
                    "lockstep.machine-id",
                    "machine-of-" + server,
                    "lockstep.secret",
                    "secret",
                    "lockstep.serialization",
                    serialization,
                    "lockstep.allowed-packages",
                    "io.lockstep.codec.fory"),
                "app");
    ClassLoader loader = getClass().getClassLoader();
    AttributeCodec codec = CodecFactory.installed(loader).create(settings, () -> loader);
    LockstepNode node =
        new NodeBuilder(
                new NodeSettings(settings.address(), settings.membership(), settings.sessions()))
            .transport(network.transport())
            .codec(codec)
            .start();
    nodes.add(node);
    await().until(() -> node.started().isDone());
    return node;
  }

  @AfterEach
  void stop() {
    nodes.forEach(LockstepNode::close);
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  private static void awaitMembers(LockstepNode node, int count) {
    await()
        .until(
            () ->
                get(node.observer().report()).members().stream()
                        .filter(member -> member.state().equals("alive"))
                        .count()
                    == count);
  }

  private static String sessionWithCart(LockstepNode node) throws Exception {
    try (SessionUse use = node.sessions().create(Duration.ofMinutes(30))) {
      use.session().setAttribute("cart", new Cart("anna", List.of("tea")));
      use.session().setAttribute("name", "anna");
      assertThat(get(use.commit())).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
      return use.session().id();
    }
  }

  @Test
  void aSessionThatForyWroteGoesOnAtTheOtherNode() throws Exception {
    LockstepNode a = start("a", "fory");
    LockstepNode b = start("b", "fory");
    awaitMembers(a, 2);
    String id = sessionWithCart(a);

    a.close();

    try (SessionUse use = get(b.sessions().open(id, 0)).orElseThrow()) {
      assertThat(use.session().getAttribute("cart")).isEqualTo(new Cart("anna", List.of("tea")));
    }
  }

  @Test
  void aNodeWithForyGoesOnWithWhatOneWithTheJdkWrote() throws Exception {
    LockstepNode a = start("a", "jdk");
    LockstepNode b = start("b", "fory");
    awaitMembers(a, 2);
    String id = sessionWithCart(a);

    a.close();

    try (SessionUse use = get(b.sessions().open(id, 0)).orElseThrow()) {
      assertThat(use.session().getAttribute("cart")).isEqualTo(new Cart("anna", List.of("tea")));
    }
  }
}
