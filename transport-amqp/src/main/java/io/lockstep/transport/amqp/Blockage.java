package io.lockstep.transport.amqp;

import com.rabbitmq.client.BlockedListener;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the writer up while the broker, short of memory or disk, takes nothing from those who
 * publish: frames then wait in the outbox, which is bounded, instead of in the sockets.
 * Thread-safe.
 */
final class Blockage implements BlockedListener {
  private static final Logger log = LoggerFactory.getLogger(Blockage.class);

  private final BrokerAddress broker;
  private final Consumer<String> troubled;
  private @Nullable String reason;

  /**
   * @param troubled told when the broker begins to take nothing, and why
   */
  Blockage(BrokerAddress broker, Consumer<String> troubled) {
    this.broker = broker;
    this.troubled = troubled;
  }

  @Override
  public void handleBlocked(String told) {
    log.warn(
        "The broker {} takes no frames: {}. They wait, and are dropped when there are too many",
        broker,
        told);
    become(told);
    troubled.accept(
        "The broker %s takes nothing from those who publish: %s".formatted(broker, told));
  }

  @Override
  public void handleUnblocked() {
    log.warn("The broker {} takes frames again", broker);
    become(null);
  }

  private synchronized void become(@Nullable String told) {
    reason = told;
    notifyAll();
  }

  /** Why the broker takes nothing, or null when it does. */
  synchronized @Nullable String reason() {
    return reason;
  }

  /** Returns once the broker takes frames. */
  synchronized void awaitEnd() throws InterruptedException {
    while (reason != null) {
      wait();
    }
  }
}
