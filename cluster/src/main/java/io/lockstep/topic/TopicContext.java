package io.lockstep.topic;

import io.lockstep.membership.Membership;
import io.lockstep.report.Counters;
import io.lockstep.time.EventLoop;
import io.lockstep.transport.Messenger;
import io.lockstep.wire.ObjectCodec;
import java.util.concurrent.Executor;

/** What the parts of a node's topics share. */
record TopicContext(
    EventLoop loop,
    Messenger messenger,
    Membership membership,
    Executor workers,
    ObjectCodec codec,
    TopicSettings settings,
    Counters counters) {}
