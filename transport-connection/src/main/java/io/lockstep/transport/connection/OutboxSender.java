package io.lockstep.transport.connection;

import io.lockstep.transport.connection.Outbox.Outgoing;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Hands one link's frames to the network, in order: on a thread of its own, or on that of the
 * caller when nothing waits and the network takes the frame at once, which saves a change of
 * threads. Thread-safe.
 */
public final class OutboxSender implements Runnable {
  private final Outbox outbox = new Outbox();
  private final Carrier carrier;
  private final TrafficCounters counters;
  private final Consumer<String> failed;
  private final ReentrantLock carrying = new ReentrantLock();

  /** How many frames wait, or are being carried by the thread. */
  private final AtomicInteger waiting = new AtomicInteger();

  private volatile boolean hasEnded;

  /** Hands a frame to the network; what it throws ends the link. */
  public interface Carrier {
    /** Returns once the network has the frame, or fails. Called by one thread at a time. */
    void carry(Outgoing outgoing) throws Exception;

    /**
     * Whether {@link #carry} takes the frame without waiting for anybody. Called as that is; false
     * unless the carrier knows better.
     */
    default boolean isFreeFor(Outgoing outgoing) {
      return false;
    }
  }

  /**
   * @param failed told why no more can be sent
   */
  public OutboxSender(Carrier carrier, TrafficCounters counters, Consumer<String> failed) {
    this.carrier = carrier;
    this.counters = counters;
    this.failed = failed;
  }

  /** Takes a frame, and does not wait; returns false when there is no room for it. */
  public boolean offer(Outgoing outgoing) {
    return sendsAtOnce(outgoing) || queue(outgoing);
  }

  /** Has {@link #run} return once all before is sent; returns false when there is no room. */
  public boolean end() {
    return queue(Outbox.END);
  }

  private boolean queue(Outgoing outgoing) {
    waiting.incrementAndGet();
    boolean isQueued = outbox.offer(outgoing);
    if (!isQueued) {
      waiting.decrementAndGet();
    }
    return isQueued;
  }

  private boolean sendsAtOnce(Outgoing outgoing) {
    if (waiting.get() > 0 || !carrying.tryLock()) {
      return false;
    }
    try {
      if (waiting.get() > 0 || hasEnded || !carrier.isFreeFor(outgoing)) {
        return false;
      }
      sendForCaller(outgoing);
      return true;
    } finally {
      carrying.unlock();
    }
  }

  private void sendForCaller(Outgoing outgoing) {
    try {
      send(outgoing);
    } catch (Exception | Error e) {
      failed.accept(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Sends until it is interrupted, comes to the end, or the carrier fails. What is left then is
   * dropped.
   */
  @Override
  public void run() {
    String reason = "all is sent";
    try {
      for (Outgoing next = outbox.take(); next != Outbox.END; next = outbox.take()) {
        sendInTurn(next);
      }
    } catch (InterruptedException e) {
      reason = "the sender was interrupted";
      Thread.currentThread().interrupt();
    } catch (Exception | Error e) {
      reason = String.valueOf(e.getMessage());
    } finally {
      end(reason);
    }
  }

  /** Returns when no caller sends any more either. */
  private void end(String reason) {
    carrying.lock();
    try {
      hasEnded = true;
    } finally {
      carrying.unlock();
    }
    failed.accept(reason);
    counters.dropped(outbox.discard());
  }

  private void sendInTurn(Outgoing outgoing) throws Exception {
    carrying.lock();
    try {
      send(outgoing);
    } finally {
      waiting.decrementAndGet();
      carrying.unlock();
    }
  }

  private void send(Outgoing outgoing) throws Exception {
    boolean sent = false;
    try {
      carrier.carry(outgoing);
      sent = true;
      counters.sent(outgoing.frame().length);
    } finally {
      if (!sent) {
        counters.dropped(1);
      }
    }
  }
}
