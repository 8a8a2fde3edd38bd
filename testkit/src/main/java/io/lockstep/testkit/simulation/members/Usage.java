package io.lockstep.testkit.simulation.members;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * What all members of a {@link MemberSwarm} together have used, dead ones included.
 *
 * @param sentFrames a frame to all counts once
 * @param receivedFrames a frame to all counts once for each receiver
 * @param clockReads how often the nodes looked at their clocks
 * @param processorNanos processor time, that of the simulated network and time included
 * @param allocatedBytes memory allocated, likewise
 */
public record Usage(
    long sentFrames,
    long sentBytes,
    long receivedFrames,
    long receivedBytes,
    long clockReads,
    long processorNanos,
    long allocatedBytes) {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** What the calling thread, which does everything, has used by itself. */
  static Usage ofThread() {
    return new Usage(
        0, 0, 0, 0, 0, THREADS.getCurrentThreadCpuTime(), THREADS.getCurrentThreadAllocatedBytes());
  }

  Usage plus(Usage other) {
    return new Usage(
        sentFrames + other.sentFrames,
        sentBytes + other.sentBytes,
        receivedFrames + other.receivedFrames,
        receivedBytes + other.receivedBytes,
        clockReads + other.clockReads,
        processorNanos + other.processorNanos,
        allocatedBytes + other.allocatedBytes);
  }

  Usage minus(Usage earlier) {
    return new Usage(
        sentFrames - earlier.sentFrames,
        sentBytes - earlier.sentBytes,
        receivedFrames - earlier.receivedFrames,
        receivedBytes - earlier.receivedBytes,
        clockReads - earlier.clockReads,
        processorNanos - earlier.processorNanos,
        allocatedBytes - earlier.allocatedBytes);
  }
}
