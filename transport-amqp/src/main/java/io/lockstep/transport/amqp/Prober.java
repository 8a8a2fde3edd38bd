package io.lockstep.transport.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import java.io.IOException;

/**
 * Asks the broker whether any queue is bound to an exchange under a key.
 *
 * <p>Done by sending a message that comes back if not; receivers ignore it. A queue could also be
 * looked up by its name, but Qpid answers that, for another node's queue, by ending the connection.
 * Thread-safe; each question waits for the broker's answer.
 */
final class Prober {
  private static final String TYPE = "probe";
  private static final AMQP.BasicProperties PROBE =
      new AMQP.BasicProperties.Builder().type(TYPE).deliveryMode(1).build();

  private final Channel channel;
  private volatile boolean returned;

  /**
   * @param channel used for nothing else
   */
  Prober(Channel channel) {
    this.channel = channel;
    channel.addReturnListener(message -> returned |= message.getReplyCode() == AMQP.NO_ROUTE);
  }

  static boolean isProbe(AMQP.BasicProperties properties) {
    return TYPE.equals(properties.getType());
  }

  /**
   * Whether a message to the exchange under the key would reach a queue.
   *
   * @throws IOException when the broker refuses, or is gone
   * @throws com.rabbitmq.client.ShutdownSignalException when the channel was closed before
   */
  synchronized boolean isBound(String exchange, String key) throws IOException {
    returned = false;
    channel.basicPublish(exchange, key, true, PROBE, new byte[0]);
    // A channel works in order: what comes back comes before the answer to this.
    channel.exchangeDeclarePassive(exchange);
    return !returned;
  }
}
