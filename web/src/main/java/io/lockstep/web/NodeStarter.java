package io.lockstep.web;

import io.lockstep.config.LockstepSettings;
import io.lockstep.node.LockstepNode;
import io.lockstep.session.AttributeCodec;
import io.lockstep.transport.Transport;

/** Starts the node of a web application. */
@FunctionalInterface
interface NodeStarter {
  LockstepNode start(LockstepSettings settings, Transport transport, AttributeCodec codec);
}
