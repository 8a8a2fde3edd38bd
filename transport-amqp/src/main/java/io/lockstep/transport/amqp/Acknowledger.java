package io.lockstep.transport.amqp;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Acknowledges deliveries, many at a time. Thread-safe.
 *
 * <p>Nothing is delivered again after a loss anyway; acknowledgements are there to bound what a
 * slow receiver has in its own memory and sockets, so that the bounded queue at the broker is what
 * overflows.
 */
final class Acknowledger {
  /**
   * How many frames the broker sends ahead; with the largest frames they are 128 MiB. Chosen by
   * {@code benchmarks/run transport} with this number changed: 128 let 0.7 of what RabbitMQ's
   * client alone carries to two receivers through, 512 let 0.7 to 0.9, and 2,048 no more to speak
   * of.
   */
  static final int PREFETCH = 512;

  private static final int BATCH = PREFETCH / 4;
  private static final Logger log = LoggerFactory.getLogger(Acknowledger.class);

  private final Channel channel;
  private long delivered;
  private long acknowledged;

  Acknowledger(Channel channel) {
    this.channel = channel;
  }

  synchronized void delivered(long tag) {
    delivered = tag;
    if (delivered - acknowledged >= BATCH) {
      flush();
    }
  }

  /** Acknowledges what is left of the last batch. */
  synchronized void flush() {
    if (delivered == acknowledged) {
      return;
    }
    try {
      channel.basicAck(delivered, true);
      acknowledged = delivered;
    } catch (IOException | AlreadyClosedException e) {
      log.trace("Not acknowledged, the channel is gone", e);
    }
  }
}
