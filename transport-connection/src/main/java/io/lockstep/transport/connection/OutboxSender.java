package io.lockstep.transport.connection;

import io.lockstep.transport.connection.Outbox.Outgoing;
import java.util.function.Consumer;

/** Hands one link's frames to the network, in order. */
public final class OutboxSender implements Runnable {
  private final Outbox outbox;
  private final Carrier carrier;
  private final TrafficCounters counters;
  private final Consumer<String> failed;

  /** Hands a frame to the network; what it throws ends the link. */
  @FunctionalInterface
  public interface Carrier {
    /** Returns once the network has the frame, or fails. Called on one thread. */
    void carry(Outgoing outgoing) throws Exception;
  }

  /**
   * @param failed told why no more can be sent
   */
  public OutboxSender(
      Outbox outbox, Carrier carrier, TrafficCounters counters, Consumer<String> failed) {
    this.outbox = outbox;
    this.carrier = carrier;
    this.counters = counters;
    this.failed = failed;
  }

  /**
   * Sends until it is interrupted, comes to the outbox's end, or the carrier fails. What is left
   * then is dropped.
   */
  @Override
  public void run() {
    String reason = "all is sent";
    try {
      for (Outgoing next = outbox.take(); next != Outbox.END; next = outbox.take()) {
        send(next);
      }
    } catch (InterruptedException e) {
      reason = "the sender was interrupted";
      Thread.currentThread().interrupt();
    } catch (Exception | Error e) {
      reason = String.valueOf(e.getMessage());
    } finally {
      failed.accept(reason);
      counters.dropped(outbox.discard());
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
