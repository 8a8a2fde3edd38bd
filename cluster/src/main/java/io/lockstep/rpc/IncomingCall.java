package io.lockstep.rpc;

import io.lockstep.transport.NodeId;

/**
 * A call as its handler gets it.
 *
 * @param caller the life of the server that calls
 */
public record IncomingCall(NodeId caller, String operation, Object argument) {}
