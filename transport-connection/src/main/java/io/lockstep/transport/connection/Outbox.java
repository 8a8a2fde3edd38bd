package io.lockstep.transport.connection;

import io.lockstep.transport.NodeId;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The frames that wait to be written, bounded in number and bytes. Thread-safe. */
public final class Outbox {
  static final int MOST_FRAMES = 16_384;
  static final long MOST_BYTES = 64L << 20;

  /** A frame on its way. */
  public static final class Outgoing {
    private final @Nullable NodeId to;
    private final byte[] frame;

    /**
     * @param to null for everybody
     */
    public Outgoing(@Nullable NodeId to, byte[] frame) {
      this.to = to;
      this.frame = frame;
    }

    /** The receiver, or null for everybody. */
    public @Nullable NodeId to() {
      return to;
    }

    /** The bytes; not to be changed. */
    public byte[] frame() {
      return frame;
    }
  }

  /** Ends the writer once all before it is written. */
  public static final Outgoing END = new Outgoing(null, new byte[0]);

  private final LinkedBlockingQueue<Outgoing> queue = new LinkedBlockingQueue<>(MOST_FRAMES);
  private final AtomicLong bytes = new AtomicLong();

  /** Returns false, at once, when there is no room. */
  public boolean offer(Outgoing outgoing) {
    int size = outgoing.frame().length;
    if (bytes.addAndGet(size) <= MOST_BYTES && queue.offer(outgoing)) {
      return true;
    }
    bytes.addAndGet(-size);
    return false;
  }

  /** Waits for the next frame. */
  public Outgoing take() throws InterruptedException {
    return taken(queue.take());
  }

  /** Empties it; returns how many frames it held. */
  public int discard() {
    int discarded = 0;
    for (Outgoing next = queue.poll(); next != null; next = queue.poll()) {
      taken(next);
      discarded += next == END ? 0 : 1;
    }
    return discarded;
  }

  private Outgoing taken(Outgoing next) {
    bytes.addAndGet(-next.frame().length);
    return next;
  }
}
