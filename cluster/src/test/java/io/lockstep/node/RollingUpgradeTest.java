package io.lockstep.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.node.VirtualCluster.Server;
import io.lockstep.session.AttributeCodec;
import io.lockstep.session.ReplicationLevel;
import io.lockstep.session.SessionUse;
import io.lockstep.store.SharedStore;
import io.lockstep.topic.TopicMessage;
import io.lockstep.transport.NextVersion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Servers of this version and of the next one in one cluster, while one after the other is
 * replaced.
 */
class RollingUpgradeTest {
  private static final Duration A_MOMENT = Duration.ofMillis(200);
  private static final Duration INTERVAL = Duration.ofMinutes(30);

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

  private final VirtualCluster cluster = new VirtualCluster(1, true, new Text());
  private final Server old = cluster.start("a");
  private final Server replaced = cluster.start("b");

  /** The server leaves, and comes back with the next version. */
  private Server upgrade(Server server) {
    server.close();
    cluster.pass(Duration.ofSeconds(1));
    cluster.network.writing(NextVersion::frames);
    return cluster.start(server.node().address().server());
  }

  private static SharedStore<String, String> fruit(Server server) {
    return server.node().stores().getSharedStore("fruit", String.class, String.class);
  }

  private SessionUse open(Server server, String id) throws Exception {
    return cluster.await(server.node().sessions().open(id, 0)).orElseThrow();
  }

  @Test
  void aSessionGoesFromOneVersionToTheOtherAndBack() throws Exception {
    SessionUse use = old.node().sessions().create(INTERVAL);
    String id = use.session().id();
    use.session().setAttribute("cart", "apples");
    assertThat(cluster.await(use.commit())).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    use.close();
    Server upgraded = upgrade(replaced);

    SessionUse there = open(upgraded, id);
    assertThat(there.session().getAttribute("cart")).isEqualTo("apples");
    there.session().setAttribute("cart", "apples and pears");
    assertThat(cluster.await(there.commit())).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    there.close();
    upgraded.crash();

    SessionUse back = open(old, id);
    assertThat(back.session().getAttribute("cart")).isEqualTo("apples and pears");
    back.close();
  }

  @Test
  void aStoreIsTheSameInBothVersions() throws Exception {
    fruit(old).put("apple", "red");
    Server upgraded = upgrade(replaced);
    fruit(upgraded).put("pear", "green");
    fruit(upgraded).remove("apple");
    fruit(old).put("plum", "blue");
    cluster.pass(A_MOMENT);
    assertThat(fruit(old)).containsOnlyKeys("pear", "plum");
    assertThat(fruit(upgraded)).containsOnlyKeys("pear", "plum");
  }

  @Test
  void messagesAndCallsCrossBetweenTheVersions() throws Exception {
    Server upgraded = upgrade(replaced);
    List<Object> heard = new ArrayList<>();
    old.node()
        .topics()
        .subscribe("news", (TopicMessage<?> message) -> heard.add(message.content()));
    old.node().rpc().handle("greet", call -> "hello " + call.argument());
    upgraded.node().rpc().handle("greet", call -> "HELLO " + call.argument());
    upgraded.node().topics().publish("news", "one");
    upgraded.node().topics().publish("news", "two");
    cluster.pass(A_MOMENT);
    assertThat(heard).containsExactly("one", "two");
    assertThat(cluster.await(upgraded.node().rpc().call("a", "greet", "old", String.class)))
        .isEqualTo("hello old");
    assertThat(cluster.await(old.node().rpc().call("b", "greet", "new", String.class)))
        .isEqualTo("HELLO new");
  }

  @Test
  void whatTheOldVersionDoesNotKnowIsSkippedAndCounted() throws Exception {
    upgrade(replaced);
    assertThat(cluster.counter(old, "messages.unknown-type")).isPositive();
    assertThat(cluster.counter(old, "frames.malformed")).isZero();
    assertThat(cluster.counter(old, "membership.bad-address")).isZero();
  }
}
