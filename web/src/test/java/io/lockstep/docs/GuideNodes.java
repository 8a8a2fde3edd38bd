package io.lockstep.docs;

import static org.awaitility.Awaitility.await;

import io.lockstep.membership.MembershipSettings;
import io.lockstep.node.LockstepNode;
import io.lockstep.node.NodeBuilder;
import io.lockstep.node.NodeSettings;
import io.lockstep.session.AllowList;
import io.lockstep.session.JdkAttributeCodec;
import io.lockstep.session.SessionSettings;
import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.memory.MemoryNetwork;
import java.util.Arrays;
import java.util.List;

/** Nodes in this JVM that know each other. */
final class GuideNodes implements AutoCloseable {
  private final List<LockstepNode> nodes;

  GuideNodes(String... servers) {
    var network = new MemoryNetwork();
    nodes = Arrays.stream(servers).map(server -> start(network, server)).toList();
    nodes.forEach(node -> await().until(() -> members(node) == servers.length));
  }

  private static LockstepNode start(MemoryNetwork network, String server) {
    var settings =
        new NodeSettings(
            new NodeAddress("guide", "cluster", server, "shop"),
            MembershipSettings.defaults("machine"),
            SessionSettings.defaults("secret"));
    var codec = new JdkAttributeCodec(AllowList.plain(), GuideNodes.class::getClassLoader);
    return new NodeBuilder(settings).transport(network.transport()).codec(codec).start();
  }

  private static int members(LockstepNode node) {
    return node.observer().report().join().members().size();
  }

  LockstepNode node(int index) {
    return nodes.get(index);
  }

  @Override
  public void close() {
    nodes.forEach(LockstepNode::close);
  }
}
