package io.lockstep.benchmarks;

import io.lockstep.membership.MembershipSettings;
import io.lockstep.node.LockstepNode;
import io.lockstep.node.NodeBuilder;
import io.lockstep.node.NodeSettings;
import io.lockstep.session.AllowList;
import io.lockstep.session.JdkAttributeCodec;
import io.lockstep.session.SessionSettings;
import io.lockstep.transport.NodeAddress;

/** Nodes with default settings, each on a machine of its own. */
final class BenchmarkNodes {
  private BenchmarkNodes() {}

  static LockstepNode start(String cluster, String server, Transports transports) {
    var address = new NodeAddress("benchmark", cluster, server, "app");
    return new NodeBuilder(
            new NodeSettings(
                address,
                MembershipSettings.defaults("machine-of-" + server),
                SessionSettings.defaults("benchmark")))
        .transport(transports.create(address))
        .codec(new JdkAttributeCodec(AllowList.plain(), BenchmarkNodes.class::getClassLoader))
        .start();
  }
}
