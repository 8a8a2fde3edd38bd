package io.lockstep.web;

import io.lockstep.config.LockstepSettings;
import io.lockstep.node.LockstepNode;
import io.lockstep.session.AttributeCodec;
import io.lockstep.transport.KeyedTransports;

/** Starts the node of a web application. */
@FunctionalInterface
interface NodeStarter {
  LockstepNode start(LockstepSettings settings, KeyedTransports transports, AttributeCodec codec);
}
