package io.lockstep.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.node.VirtualCluster.Server;
import java.util.ArrayList;
import java.util.List;

/** What tests of a session's life share. */
abstract class SessionLifeScenario extends SessionTestBase {
  /** Writes down what it hears. */
  static final class Notes implements SessionListener {
    final List<String> heard = new ArrayList<>();

    @Override
    public void ending(ServerSession session) {
      heard.add("ending with " + session.getAttribute("cart"));
    }

    @Override
    public void activated(ServerSession session) {
      heard.add("activated with " + session.getAttribute("cart"));
    }

    @Override
    public void passivating(ServerSession session) {
      heard.add("passivating with " + session.getAttribute("cart"));
    }
  }

  static Notes listenTo(Server server) {
    var notes = new Notes();
    server.node().sessions().addListener(notes);
    return notes;
  }

  final String createCart(Server server) throws Exception {
    try (SessionUse use = create(server)) {
      use.session().setAttribute("cart", "apples");
      assertThat(commit(use)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
      return use.session().id();
    }
  }
}
