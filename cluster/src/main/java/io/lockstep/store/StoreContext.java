package io.lockstep.store;

import io.lockstep.membership.Membership;
import io.lockstep.report.Counters;
import io.lockstep.time.EventLoop;
import io.lockstep.time.HybridClock;
import io.lockstep.transport.Messenger;
import io.lockstep.wire.ObjectCodec;
import java.util.concurrent.Executor;

/** What a node's stores share. */
record StoreContext(
    EventLoop loop,
    Messenger messenger,
    Membership membership,
    Executor workers,
    ObjectCodec codec,
    HybridClock clock,
    AbsentServers absent,
    StoreSettings settings,
    Counters counters) {

  /** The wall clock, in milliseconds since 1970. */
  long nowMs() {
    return loop.now().toEpochMilli();
  }
}
