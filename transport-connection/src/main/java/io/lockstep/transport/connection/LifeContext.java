package io.lockstep.transport.connection;

import io.lockstep.transport.NodeId;

/**
 * What belongs to one life of a node on a transport.
 *
 * @param self the node
 * @param gate leads to the transport's listener
 * @param counters the transport's, over all its lives
 * @param complaints keeps what happens often from flooding the log
 * @param threads makes all threads of this life
 */
public record LifeContext(
    NodeId self,
    ListenerGate gate,
    TrafficCounters counters,
    Complaints complaints,
    LifeThreads threads) {}
