package io.lockstep.transport.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Return;
import java.io.IOException;

/**
 * Asks the broker whether a queue exists, or whether any is bound to an exchange.
 *
 * <p>Done by sending a message that comes back if not; receivers ignore it. A queue could also be
 * looked up by its name, but Qpid answers that, for another node's queue, by ending the connection.
 * Thread-safe; each question waits for the broker's answer.
 */
final class Prober {
  // Every queue is bound to it under its name, and no client can change that.
  private static final String DEFAULT_EXCHANGE = "";
  private static final String TYPE = "probe";

  private final Channel channel;
  private final String anyExchange;
  private long probes;
  private volatile String asked = "";
  private volatile boolean returned;

  /**
   * @param channel used for nothing else
   * @param anyExchange one that exists
   */
  Prober(Channel channel, String anyExchange) {
    this.channel = channel;
    this.anyExchange = anyExchange;
    channel.addReturnListener(this::returned);
  }

  /** Whether a message is a probe; one that carries anything is not. */
  static boolean isProbe(AMQP.BasicProperties properties, byte[] body) {
    return body.length == 0 && TYPE.equals(properties.getType());
  }

  /** Whether there is a queue of that name, whoever owns it. */
  boolean exists(String queue) throws IOException {
    return isBound(DEFAULT_EXCHANGE, queue);
  }

  /**
   * Whether a message to the exchange under the key would reach a queue.
   *
   * @throws IOException when the broker refuses, or is gone
   * @throws com.rabbitmq.client.ShutdownSignalException when the channel was closed before
   */
  synchronized boolean isBound(String exchange, String key) throws IOException {
    probes++;
    asked = Long.toString(probes);
    returned = false;
    var probe = new AMQP.BasicProperties.Builder().type(TYPE).messageId(asked).deliveryMode(1);
    channel.basicPublish(exchange, key, true, probe.build(), new byte[0]);
    // A channel works in order: what comes back comes before the answer to this.
    channel.exchangeDeclarePassive(anyExchange);
    return !returned;
  }

  /** The answer to an earlier question, whose time was up, must not be taken for this one's. */
  private void returned(Return message) {
    if (message.getReplyCode() == AMQP.NO_ROUTE
        && asked.equals(message.getProperties().getMessageId())) {
      returned = true;
    }
  }
}
