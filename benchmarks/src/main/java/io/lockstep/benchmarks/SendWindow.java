package io.lockstep.benchmarks;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets so many messages be on their way to all receivers, and makes a sender wait for room. */
final class SendWindow {
  private static final int PATIENCE_SECONDS = 10;

  private final int receivers;
  private final int size;
  private final Semaphore room;

  SendWindow(int receivers) {
    this(receivers, messages());
  }

  SendWindow(int receivers, int messages) {
    this.receivers = receivers;
    size = receivers * messages;
    room = new Semaphore(size);
  }

  /** How many messages are on their way when nothing forbids it. */
  static int messages() {
    return Setting.number("window", 1000);
  }

  /** A client whose calls send one message each, once there is room for it. */
  Subject.Client client(Subject.Client sending) {
    return new Subject.Client() {
      @Override
      public void call() throws Exception {
        await(receivers);
        sending.call();
      }

      /** All receivers have all messages when nothing is on its way. */
      @Override
      public void settle() throws Exception {
        await(size);
        room.release(size);
      }
    };
  }

  private void await(int permits) throws Exception {
    if (!room.tryAcquire(permits, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IOException("Messages were lost");
    }
  }

  /** One receiver has one message. */
  void received() {
    room.release();
  }
}
