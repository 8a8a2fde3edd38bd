package io.lockstep.benchmarks;

/**
 * What frames the first node sends to whom.
 *
 * @param nodes the sender and those who receive
 * @param isToAll whether a frame is for all nodes; otherwise it is for the second one
 * @param bytes of a frame
 */
record FrameShape(int nodes, boolean isToAll, int bytes) {
  private static final int MOST_BYTES_ON_THEIR_WAY = 4 << 20;

  /** From one node to another one, and there is nobody else. */
  static FrameShape toOne(int bytes) {
    return new FrameShape(2, false, bytes);
  }

  static FrameShape toAll(int nodes, int bytes) {
    return new FrameShape(nodes, true, bytes);
  }

  /** As many on their way as the setting says, unless they would fill a queue on the way. */
  SendWindow window() {
    return new SendWindow(
        nodes - 1, Math.min(SendWindow.messages(), Math.max(1, MOST_BYTES_ON_THEIR_WAY / bytes)));
  }
}
