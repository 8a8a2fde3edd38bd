package io.lockstep.web;

import io.lockstep.node.LockstepNode;

/** Starts the node of a web application. */
@FunctionalInterface
interface NodeStarter {
  LockstepNode start(Deployment deployment);
}
