package io.lockstep.transport;

import io.lockstep.wire.proto.TrafficKey;

/**
 * What one instance has carried of one key since the node started.
 *
 * @param sentFrames frames handed to the transport
 * @param sentBytes their bytes
 * @param receivedFrames frames of messages that this node knows
 * @param receivedBytes their bytes
 * @param droppedFrames frames that were not handed on: too large, not yet connected for the first
 *     time, malformed, or more than can wait for the loop; what the transport itself dropped is in
 *     its own statistics
 */
public record KeyStatistics(
    TrafficKey key,
    long sentFrames,
    long sentBytes,
    long receivedFrames,
    long receivedBytes,
    long droppedFrames) {}
