package io.lockstep.session;

import io.lockstep.membership.Membership;
import io.lockstep.report.Counters;
import io.lockstep.time.EventLoop;
import io.lockstep.transport.Messenger;
import io.lockstep.transport.NodeId;
import java.util.concurrent.Executor;

/**
 * What the parts of the session service share.
 *
 * @param workers runs application code: listeners, and commits that no request waits for
 * @param steps runs the application threads' own steps, directly in production
 */
record SessionContext(
    EventLoop loop,
    Messenger messenger,
    Membership membership,
    SessionSettings settings,
    BackupSelector selector,
    AttributeCodec codec,
    Executor workers,
    Executor steps,
    Counters counters,
    LossBook losses) {

  long now() {
    return loop.nanoTime();
  }

  NodeId self() {
    return membership.self();
  }
}
