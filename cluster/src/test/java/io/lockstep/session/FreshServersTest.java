package io.lockstep.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.node.VirtualCluster;
import io.lockstep.node.VirtualCluster.Server;
import io.lockstep.transport.VirtualNetwork.VirtualTransport;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that start behind a split know nobody on its other side. */
class FreshServersTest extends SessionTestBase {
  private final VirtualCluster votes = new VirtualCluster(1, false, codec);
  private final Set<VirtualTransport> left = new HashSet<>();

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 7})
  void howeverManyTheyAreDoNotOutvoteThoseWhoAcknowledgeBeyondIt(int fresh) throws Exception {
    Server a = votes.start("a");
    Server b = votes.start("b");
    votes.pass(Duration.ofSeconds(3));
    String id = begin(a);
    Server other = votes.start("other");
    votes.pass(Duration.ofSeconds(5));
    left.addAll(Set.of(a.transport(), other.transport()));
    votes.network.lose(frame -> left.contains(frame.from()) != left.contains(frame.to()));
    for (int i = 0; i < fresh; i++) {
      votes.start("fresh" + i);
    }
    votes.pass(Duration.ofMinutes(4));
    assertThat(write(a, id, "pears")).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    assertThat(write(b, id, "plums")).isEqualTo(ReplicationLevel.UNPROTECTED);
    votes.pass(Duration.ofSeconds(5));
    assertThat(write(b, id, "more plums")).isEqualTo(ReplicationLevel.UNPROTECTED);
    assertThat(write(a, id, "more pears")).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
  }

  @Test
  void doNotGoOnFromACopyWhoseNodesHaveAllDiedBeforeTheyKnowEverybody() throws Exception {
    Server a = votes.start("a");
    Server b = votes.start("b");
    votes.pass(Duration.ofSeconds(3));
    String id = begin(a);
    Server c = votes.start("c");
    votes.pass(Duration.ofSeconds(5));
    // Who starts next is on the left side, until it is full.
    var right = Set.of(b.transport(), c.transport());
    Predicate<VirtualTransport> isLeft =
        transport -> left.size() < 2 ? !right.contains(transport) : left.contains(transport);
    left.add(a.transport());
    votes.network.lose(frame -> isLeft.test(frame.from()) != isLeft.test(frame.to()));
    votes.pass(Duration.ofMinutes(1));
    left.add(votes.start("d").transport());
    votes.pass(Duration.ofMinutes(1));
    assertThat(write(a, id, "apples")).isEqualTo(ReplicationLevel.UNPROTECTED);
    assertThat(write(b, id, "pears")).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    b.crash();
    votes.start("b");
    votes.pass(Duration.ofMinutes(1));
    assertThat(write(c, id, "plums")).isEqualTo(ReplicationLevel.ACKNOWLEDGED);

    // Whoever is heard is no member before it has answered.
    votes.network.slow(Duration.ofMillis(400));
    votes.network.heal();
    votes.pass(Duration.ofSeconds(10));
    votes.network.slow(Duration.ofMillis(1));
    votes.pass(Duration.ofSeconds(10));
    try (SessionUse use = votes.await(c.node().sessions().open(id, 0)).orElseThrow()) {
      assertThat(use.session().getAttribute("cart")).isEqualTo("plums");
    }
  }

  private String begin(Server server) throws Exception {
    try (SessionUse use = server.node().sessions().create(INTERVAL)) {
      use.session().setAttribute("cart", "apples");
      assertThat(votes.await(use.commit())).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
      return use.session().id();
    }
  }

  private ReplicationLevel write(Server server, String id, String cart) throws Exception {
    try (SessionUse use = votes.await(server.node().sessions().open(id, 0)).orElseThrow()) {
      use.session().setAttribute("cart", cart);
      return votes.await(use.commit());
    }
  }
}
