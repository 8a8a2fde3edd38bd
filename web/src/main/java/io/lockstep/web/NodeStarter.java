package io.lockstep.web;

import io.lockstep.node.LockstepNode;
import io.lockstep.session.AttributeCodec;

/** Starts the node of a web application. */
@FunctionalInterface
interface NodeStarter {
  LockstepNode start(Deployment deployment, AttributeCodec codec);
}
