package io.lockstep.web.console;

import io.lockstep.membership.MembershipSettings;
import io.lockstep.node.LockstepNode;
import io.lockstep.node.NodeBuilder;
import io.lockstep.node.NodeSettings;
import io.lockstep.session.AllowList;
import io.lockstep.session.JdkAttributeCodec;
import io.lockstep.session.SessionSettings;
import io.lockstep.session.SessionUse;
import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.Transport;
import io.lockstep.transport.memory.MemoryNetwork;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Real nodes in this JVM, which form a cluster. */
final class NodeGroup implements AutoCloseable {
  private final MemoryNetwork network = new MemoryNetwork();
  private final Map<String, LockstepNode> nodes = new LinkedHashMap<>();
  private final Map<String, Transport> transports = new LinkedHashMap<>();

  NodeGroup(String... servers) throws Exception {
    for (String server : servers) {
      start(server).started().get(20, TimeUnit.SECONDS);
    }
  }

  private LockstepNode start(String server) {
    Transport transport = network.transport();
    NodeSettings settings =
        new NodeSettings(
            new NodeAddress("127-0-0-1", "test", server, "shop"),
            new MembershipSettings(
                Duration.ofMillis(200), 5, Duration.ofSeconds(1), "machine-of-" + server, "1.0"),
            SessionSettings.defaults("secret"));
    JdkAttributeCodec codec =
        new JdkAttributeCodec(AllowList.plain(), NodeGroup.class::getClassLoader);
    LockstepNode node = new NodeBuilder(settings).transport(transport).codec(codec).start();
    nodes.put(server, node);
    transports.put(server, transport);
    return node;
  }

  LockstepNode node(String server) {
    return Objects.requireNonNull(nodes.get(server));
  }

  /** Makes a session and returns its id. */
  String makeSession(String server) throws Exception {
    try (SessionUse use = node(server).sessions().create(Duration.ofMinutes(30))) {
      use.session().setAttribute("cart", "apples");
      var unused = use.commit().get(10, TimeUnit.SECONDS);
      return use.session().id();
    }
  }

  /** A visitor's request, which takes the session over if need be. */
  void visit(String server, String id) throws Exception {
    node(server).sessions().open(id, 0).get(10, TimeUnit.SECONDS).orElseThrow().close();
  }

  /** The server is suddenly not there any more. */
  void kill(String server) {
    Objects.requireNonNull(transports.get(server)).close();
  }

  @Override
  public void close() {
    nodes.values().forEach(LockstepNode::close);
  }
}
