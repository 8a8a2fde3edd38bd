package io.lockstep.benchmarks;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The raw broker round trip: RabbitMQ's Java client, two connections, an exclusive queue each, no
 * acknowledgements. A reply is sent by the thread that consumed the request.
 */
final class BrokerEcho implements Subject {
  private static final AMQP.BasicProperties PLAIN = new AMQP.BasicProperties();

  private final PendingCalls pending = new PendingCalls();
  private final Connection asking;
  private final Connection responding;
  private final Channel requests;
  private final ReentrantLock publishing = new ReentrantLock();
  private final String requestQueue;

  private BrokerEcho(Connection asking, Connection responding) throws IOException {
    this.asking = asking;
    this.responding = responding;
    requests = channel(asking);
    Channel replies = channel(asking);
    Channel answers = channel(responding);
    String replyQueue = replies.queueDeclare().getQueue();
    requestQueue = answers.queueDeclare().getQueue();
    consume(replies, replyQueue, pending::replied);
    consume(
        answers,
        requestQueue,
        request -> answers.basicPublish("", replyQueue, PLAIN, PendingCalls.reply(request)));
  }

  /**
   * Connects both sides.
   *
   * @param broker the broker's URI
   */
  static BrokerEcho start(String broker) throws Exception {
    var factory = new ConnectionFactory();
    factory.setUri(broker);
    return new BrokerEcho(factory.newConnection(), factory.newConnection());
  }

  private static Channel channel(Connection connection) throws IOException {
    @Nullable Channel channel = connection.createChannel();
    if (channel == null) {
      throw new IOException("The broker allows no further channel");
    }
    return channel;
  }

  @FunctionalInterface
  private interface Body {
    void take(byte[] body) throws IOException;
  }

  private static void consume(Channel channel, String queue, Body taker) throws IOException {
    channel.basicConsume(
        queue,
        true,
        new DefaultConsumer(channel) {
          @Override
          public void handleDelivery(
              String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body)
              throws IOException {
            taker.take(body);
          }
        });
  }

  @Override
  public String name() {
    return "raw broker round trip";
  }

  @Override
  public Client client() {
    byte[] payload = Payload.random(0, Payload.BYTES);
    return () -> pending.call(payload, this::publish);
  }

  /** A channel is for one thread at a time. */
  private void publish(byte[] request) throws IOException {
    publishing.lock();
    try {
      requests.basicPublish("", requestQueue, PLAIN, request);
    } finally {
      publishing.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    asking.close();
    responding.close();
  }
}
