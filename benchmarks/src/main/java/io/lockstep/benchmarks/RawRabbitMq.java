package io.lockstep.benchmarks;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import io.lockstep.transport.NodeId;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * RabbitMQ's Java client alone: a connection to publish and one to consume for each node, since a
 * broker that cannot write to a connection may stop reading from it, too; an exclusive queue for
 * each node, reached by the default exchange, and by a fanout exchange with all others; automatic
 * acknowledgement.
 */
final class RawRabbitMq implements RawTransport.Link {
  private static final AMQP.BasicProperties PLAIN = new AMQP.BasicProperties();

  private final String network;
  private final Connection receiving;
  private final Connection sending;
  private final Channel publishing;
  private final ReentrantLock oneAtATime = new ReentrantLock();

  private RawRabbitMq(String network, Connection receiving, Connection sending) throws IOException {
    this.network = network;
    this.receiving = receiving;
    this.sending = sending;
    publishing = channel(sending);
  }

  /**
   * A network of its own on the broker.
   *
   * @param broker the broker's URI
   */
  static Transports network(String broker) {
    String network = "raw-" + UUID.randomUUID();
    return address -> new RawTransport((self, frames) -> connect(broker, network, self, frames));
  }

  private static RawRabbitMq connect(
      String broker, String network, NodeId self, Consumer<byte[]> frames) throws Exception {
    var factory = new ConnectionFactory();
    factory.setUri(broker);
    Connection receiving = factory.newConnection();
    consume(channel(receiving), network, queue(network, self), frames);
    return new RawRabbitMq(network, receiving, factory.newConnection());
  }

  private static String queue(String network, NodeId node) {
    return network + "." + node;
  }

  private static Channel channel(Connection connection) throws IOException {
    @Nullable Channel channel = connection.createChannel();
    if (channel == null) {
      throw new IOException("The broker allows no further channel");
    }
    return channel;
  }

  private static void consume(
      Channel channel, String network, String queue, Consumer<byte[]> frames) throws IOException {
    channel.exchangeDeclare(network, "fanout", false, true, Map.of());
    channel.queueDeclare(queue, false, true, true, Map.of());
    channel.queueBind(queue, network, "");
    channel.basicConsume(
        queue,
        true,
        new DefaultConsumer(channel) {
          @Override
          public void handleDelivery(
              String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
            frames.accept(body);
          }
        });
  }

  @Override
  public void send(NodeId to, byte[] frame) throws IOException {
    publish("", queue(network, to), frame);
  }

  @Override
  public void broadcast(byte[] frame) throws IOException {
    publish(network, "", frame);
  }

  /** A channel is for one thread at a time. */
  private void publish(String exchange, String key, byte[] frame) throws IOException {
    oneAtATime.lock();
    try {
      publishing.basicPublish(exchange, key, PLAIN, frame);
    } finally {
      oneAtATime.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    sending.close();
    receiving.close();
  }
}
