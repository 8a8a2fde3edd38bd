package io.lockstep.topic;

import io.lockstep.time.EventLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Holds a publisher back to what its transport carries: at most so many bytes are on their way at a
 * time. A batch is on its way until its echo comes back; when no echo comes for a while, all count
 * as lost. Without this, a flood of messages would fill the transport's queue, which then drops.
 * Lives on the loop.
 */
final class EchoWindow {
  private static final long MOST_BYTES = 4L << 20;
  private static final Duration PATIENCE = Duration.ofMillis(250);

  private final EventLoop loop;
  private final Runnable opened;
  private final Deque<Sent> onTheWay = new ArrayDeque<>();
  private long bytes;
  private long echoes;
  private boolean watches;

  private record Sent(long last, int bytes) {}

  /** A window through which nothing has gone; the task is run when there is room again. */
  EchoWindow(EventLoop loop, Runnable opened) {
    this.loop = loop;
    this.opened = opened;
  }

  boolean isOpen() {
    return bytes < MOST_BYTES;
  }

  /** A batch went out; its last message has this number. */
  void sent(long last, int size) {
    onTheWay.addLast(new Sent(last, size));
    bytes += size;
    if (!watches) {
      watch();
    }
  }

  private void watch() {
    watches = true;
    long before = echoes;
    loop.schedule(PATIENCE, () -> check(before));
  }

  private void check(long before) {
    watches = false;
    if (onTheWay.isEmpty()) {
      return;
    }
    if (echoes == before) {
      clear();
      opened.run();
    } else {
      watch();
    }
  }

  /** The echo of a batch came back, and with it that of all before it. */
  void echoed(long last) {
    echoes++;
    while (!onTheWay.isEmpty() && onTheWay.getFirst().last <= last) {
      bytes -= onTheWay.removeFirst().bytes;
    }
    opened.run();
  }

  /** Nothing is on its way any more. */
  void clear() {
    onTheWay.clear();
    bytes = 0;
  }
}
