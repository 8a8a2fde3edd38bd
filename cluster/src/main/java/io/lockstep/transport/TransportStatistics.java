package io.lockstep.transport;

/**
 * What a transport has carried since it was first opened.
 *
 * @param state {@code connected}, {@code disconnected} or {@code closed}
 * @param sentFrames frames handed to the network
 * @param sentBytes their bytes
 * @param receivedFrames frames handed to the listener
 * @param receivedBytes their bytes
 * @param droppedFrames frames it could not carry: not connected, queue full, too large, returned
 */
public record TransportStatistics(
    String state,
    long sentFrames,
    long sentBytes,
    long receivedFrames,
    long receivedBytes,
    long droppedFrames) {}
