package io.lockstep.transport.jgroups;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jgroups.util.UUID;

/**
 * Puts the frames of one sender into the order in which they were sent, as {@link FrameNumbers}
 * tells it. Frames of each kind come in their order; one waits for those of the other kind that
 * were sent before it, but not for ever: what JGroups gave up, as at a split, does not come.
 * Thread-safe; frames are handed on one at a time.
 */
final class FrameOrder {
  /** Longer than JGroups takes to send a lost message again, a few times. */
  static final Duration LONGEST_WAIT = Duration.ofSeconds(3);

  private static final Duration MEMORY = Duration.ofMinutes(2);

  /** What is held back has left JGroups' flow control, which would let ever more come. */
  private static final long MOST_BYTES_HELD = 8L << 20;

  private final UUID self;
  private final Consumer<byte[]> receiver;
  private final LongSupplier nanoTime;
  private final Deque<ToOne> toOne = new ArrayDeque<>();
  private final Deque<ToAll> toAll = new ArrayDeque<>();
  private int life;
  private long lastToOne;
  private long lastToAll;
  private long movedNanos;
  private long heldBytes;

  /** A frame to this node alone. */
  private static final class ToOne {
    private final int life;
    private final long number;
    private final long broadcastsBefore;
    private final byte[] frame;

    ToOne(ByteBuffer numbered) {
      life = numbered.getInt();
      number = numbered.getLong();
      broadcastsBefore = numbered.getLong();
      frame = rest(numbered);
    }
  }

  /** A frame to all. Where it does not tell what went to this node before, both numbers are 0. */
  private static final class ToAll {
    private final long number;
    private final byte[] frame;
    private int life;
    private long framesBefore;

    ToAll(ByteBuffer numbered, UUID self) {
      number = numbered.getLong();
      int told = numbered.getShort() & 0xffff;
      for (int i = 0; i < told; i++) {
        var receiver = new UUID(numbered.getLong(), numbered.getLong());
        int itsLife = numbered.getInt();
        long itsFrames = numbered.getLong();
        if (receiver.equals(self)) {
          life = itsLife;
          framesBefore = itsFrames;
        }
      }
      frame = rest(numbered);
    }
  }

  FrameOrder(UUID self, Consumer<byte[]> receiver, LongSupplier nanoTime) {
    this.self = self;
    this.receiver = receiver;
    this.nanoTime = nanoTime;
  }

  /**
   * Takes what came in, and hands on what is in order.
   *
   * @throws IllegalArgumentException when it has no number
   */
  synchronized void received(byte[] array, int offset, int length) {
    if (toOne.isEmpty() && toAll.isEmpty()) {
      movedNanos = nanoTime.getAsLong();
    }
    try {
      read(ByteBuffer.wrap(array, offset, length));
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("a frame without its number", e);
    }
    handOn();
    if (heldBytes > MOST_BYTES_HELD) {
      handOnAll();
    }
  }

  private void read(ByteBuffer numbered) {
    byte kind = numbered.get();
    if (kind == FrameNumbers.TO_ONE) {
      var next = new ToOne(numbered);
      toOne.add(next);
      heldBytes += next.frame.length;
    } else if (kind == FrameNumbers.TO_ALL) {
      var next = new ToAll(numbered, self);
      toAll.add(next);
      heldBytes += next.frame.length;
    } else if (kind != FrameNumbers.END) {
      throw new IllegalArgumentException("a frame of kind " + kind);
    }
  }

  private static byte[] rest(ByteBuffer numbered) {
    var frame = new byte[numbered.remaining()];
    numbered.get(frame);
    return frame;
  }

  /**
   * Hands on what waited too long for something that does not come.
   *
   * @return whether there was any
   */
  synchronized boolean release() {
    boolean stuck = !toOne.isEmpty() || !toAll.isEmpty();
    if (!stuck || nanoTime.getAsLong() - movedNanos < LONGEST_WAIT.toNanos()) {
      return false;
    }
    handOnAll();
    return true;
  }

  /** Whether nothing waits, and nothing came for so long that nothing will come any more. */
  synchronized boolean isForgotten() {
    return toOne.isEmpty()
        && toAll.isEmpty()
        && nanoTime.getAsLong() - movedNanos > MEMORY.toNanos();
  }

  /** Hands on all that waits: the sender is gone, and nothing more comes. */
  synchronized void end() {
    handOnAll();
  }

  private void handOnAll() {
    while (!toOne.isEmpty() || !toAll.isEmpty()) {
      // Both heads wait for what is lost; either may go first.
      if (toOne.isEmpty()) {
        hand(toAll.remove());
      } else {
        hand(toOne.remove());
      }
      handOn();
    }
  }

  private void handOn() {
    boolean moved = true;
    while (moved) {
      moved = false;
      while (!toOne.isEmpty() && mayGo(toOne.element())) {
        hand(toOne.remove());
        moved = true;
      }
      while (!toAll.isEmpty() && mayGo(toAll.element())) {
        hand(toAll.remove());
        moved = true;
      }
    }
  }

  private boolean mayGo(ToOne next) {
    return lastToAll >= next.broadcastsBefore;
  }

  private boolean mayGo(ToAll next) {
    return next.life < life || (next.life == life && lastToOne >= next.framesBefore);
  }

  private void hand(ToOne next) {
    life = next.life;
    lastToOne = next.number;
    hand(next.frame);
  }

  private void hand(ToAll next) {
    lastToAll = next.number;
    hand(next.frame);
  }

  private void hand(byte[] frame) {
    heldBytes -= frame.length;
    movedNanos = nanoTime.getAsLong();
    receiver.accept(frame);
  }
}
