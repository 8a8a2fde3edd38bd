package io.lockstep.testkit.simulation;

import io.lockstep.node.LockstepNode;
import io.lockstep.time.EventLoop;
import io.lockstep.transport.KeyedTransports;
import java.util.concurrent.Executor;

/** Starts a node on what a simulated process gives it. */
@FunctionalInterface
interface NodeStarter {
  LockstepNode start(
      KeyedTransports transports, EventLoop loop, Executor workers, Executor threads);
}
