package io.lockstep.session;

import io.lockstep.membership.Membership;
import io.lockstep.report.Counters;
import io.lockstep.time.EventLoop;
import io.lockstep.transport.Messenger;
import io.lockstep.transport.NodeId;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

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
    BackupChoice choice,
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

  /** All other members, and those that this node waits to hear of. */
  Set<NodeId> everybodyElse() {
    return membership.expectedIncarnations().stream()
        .map(NodeId::new)
        .filter(node -> !node.equals(self()) && !membership.isDead(node))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
