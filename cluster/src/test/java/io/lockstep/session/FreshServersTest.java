package io.lockstep.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.node.VirtualCluster;
import io.lockstep.node.VirtualCluster.Server;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that start behind a split know nobody on its other side. */
class FreshServersTest extends SessionTestBase {
  private final VirtualCluster votes = new VirtualCluster(1, false, codec);

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 7})
  void howeverManyTheyAreDoNotOutvoteThoseWhoAcknowledgeBeyondIt(int fresh) throws Exception {
    Server a = votes.start("a");
    Server b = votes.start("b");
    votes.pass(Duration.ofSeconds(3));
    String id;
    try (SessionUse use = a.node().sessions().create(INTERVAL)) {
      id = use.session().id();
      use.session().setAttribute("cart", "apples");
      assertThat(votes.await(use.commit())).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    }
    Server other = votes.start("other");
    votes.pass(Duration.ofSeconds(5));
    var left = Set.of(a.transport(), other.transport());
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

  private ReplicationLevel write(Server server, String id, String cart) throws Exception {
    try (SessionUse use = votes.await(server.node().sessions().open(id, 0)).orElseThrow()) {
      use.session().setAttribute("cart", cart);
      return votes.await(use.commit());
    }
  }
}
