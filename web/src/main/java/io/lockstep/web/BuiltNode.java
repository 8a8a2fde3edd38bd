package io.lockstep.web;

import io.lockstep.config.LockstepSettings;
import io.lockstep.node.LockstepNode;
import io.lockstep.node.NodeBuilder;
import io.lockstep.node.NodeSettings;
import io.lockstep.rpc.RpcSettings;

/** A node as it is in production. */
final class BuiltNode implements NodeStarter {
  @Override
  public LockstepNode start(Deployment deployment) {
    LockstepSettings settings = deployment.settings();
    var node = new NodeSettings(settings.address(), settings.membership(), settings.sessions());
    return new NodeBuilder(node)
        .transports(deployment.transports())
        .codec(deployment.codec())
        .backups(deployment.backups())
        .stores(settings.stores())
        .rpc(RpcSettings.defaults().withRequestTimeout(settings.messaging().requestTimeout()))
        .start();
  }
}
