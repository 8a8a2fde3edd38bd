package io.lockstep.web;

import io.lockstep.config.LockstepSettings;
import io.lockstep.node.LockstepNode;
import io.lockstep.node.NodeBuilder;
import io.lockstep.node.NodeSettings;
import io.lockstep.rpc.RpcSettings;
import io.lockstep.session.AttributeCodec;
import io.lockstep.transport.KeyedTransports;

/** A node as it is in production. */
final class BuiltNode implements NodeStarter {
  @Override
  public LockstepNode start(
      LockstepSettings settings, KeyedTransports transports, AttributeCodec codec) {
    var node = new NodeSettings(settings.address(), settings.membership(), settings.sessions());
    return new NodeBuilder(node)
        .transports(transports)
        .codec(codec)
        .stores(settings.stores())
        .rpc(RpcSettings.defaults().withRequestTimeout(settings.messaging().requestTimeout()))
        .start();
  }
}
