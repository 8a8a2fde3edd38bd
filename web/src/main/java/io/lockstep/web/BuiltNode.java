package io.lockstep.web;

import io.lockstep.config.LockstepSettings;
import io.lockstep.node.LockstepNode;
import io.lockstep.session.AttributeCodec;
import io.lockstep.transport.Transport;

/** Starts a real node. */
final class BuiltNode implements NodeStarter {
  @Override
  public LockstepNode start(LockstepSettings settings, Transport transport, AttributeCodec codec) {
    throw new UnsupportedOperationException("NodeBuilder");
  }
}
