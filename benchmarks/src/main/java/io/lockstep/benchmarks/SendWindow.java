package io.lockstep.benchmarks;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets so many messages be on their way to all receivers, and makes a sender wait for room. */
final class SendWindow {
  private static final int PATIENCE_SECONDS = 10;

  private final int receivers;
  private final Semaphore room;

  SendWindow(int receivers) {
    this.receivers = receivers;
    room = new Semaphore(receivers * Setting.number("window", 1000));
  }

  /** Waits until there is room for one more message. */
  void enter() throws Exception {
    if (!room.tryAcquire(receivers, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IOException("Messages were lost");
    }
  }

  /** One receiver has one message. */
  void received() {
    room.release();
  }
}
