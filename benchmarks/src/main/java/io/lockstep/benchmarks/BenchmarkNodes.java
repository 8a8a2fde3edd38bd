package io.lockstep.benchmarks;

import io.lockstep.membership.MembershipSettings;
import io.lockstep.node.LockstepNode;
import io.lockstep.node.NodeBuilder;
import io.lockstep.node.NodeSettings;
import io.lockstep.session.AllowList;
import io.lockstep.session.JdkAttributeCodec;
import io.lockstep.session.SessionSettings;
import io.lockstep.transport.NodeAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Nodes with default settings, if nothing else is said, each on a machine of its own. */
final class BenchmarkNodes {
  private static final int PATIENCE_SECONDS = 30;

  private BenchmarkNodes() {}

  static LockstepNode start(String cluster, String server, Transports transports) {
    return start(cluster, server, transports, SessionSettings.defaults("benchmark"));
  }

  static LockstepNode start(
      String cluster, String server, Transports transports, SessionSettings sessions) {
    var address = new NodeAddress("benchmark", cluster, server, "app");
    return new NodeBuilder(
            new NodeSettings(
                address, MembershipSettings.defaults("machine-of-" + server), sessions))
        .transport(transports.create(address))
        .codec(codec())
        .start();
  }

  /** What all of them serialise attributes with. */
  static JdkAttributeCodec codec() {
    return new JdkAttributeCodec(AllowList.plain(), BenchmarkNodes.class::getClassLoader);
  }

  /** Starts so many, and waits until they know each other. */
  static List<LockstepNode> startAll(String cluster, int count, Transports transports)
      throws Exception {
    var nodes = new ArrayList<LockstepNode>();
    for (int node = 0; node < count; node++) {
      nodes.add(start(cluster, "n" + node, transports));
    }
    for (LockstepNode node : nodes) {
      node.started().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
    return nodes;
  }
}
