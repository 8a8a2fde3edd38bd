package io.lockstep.transport.amqp;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Hears from RabbitMQ's own tracing what it delivers to whom, while that is on. Thread-safe. */
final class Firehose implements AutoCloseable {
  private static final String TRACE = "amq.rabbitmq.trace";
  private static final String DELIVER = "deliver.";

  private final Connection connection;
  private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();

  /**
   * A frame that the broker has handed to a queue's consumer.
   *
   * @param sender the id of the node that published it; {@code ?} when it does not tell
   */
  record Delivery(String exchange, String queue, String sender, int bytes) {}

  private Firehose(Connection connection) {
    this.connection = connection;
  }

  static Firehose of(String uri) throws Exception {
    var factory = new ConnectionFactory();
    factory.setUri(uri);
    var firehose = new Firehose(factory.newConnection("firehose"));
    Channel channel = firehose.connection.createChannel();
    String queue = channel.queueDeclare().getQueue();
    channel.queueBind(queue, TRACE, DELIVER + "#");
    channel.basicConsume(queue, true, (tag, traced) -> firehose.note(traced), tag -> {});
    return firehose;
  }

  private void note(com.rabbitmq.client.Delivery traced) {
    Map<String, Object> headers = traced.getProperties().getHeaders();
    String queue = traced.getEnvelope().getRoutingKey().substring(DELIVER.length());
    Object sender =
        headers.get("properties") instanceof Map<?, ?> properties ? properties.get("app_id") : null;
    deliveries.add(
        new Delivery(
            String.valueOf(headers.get("exchange_name")),
            queue,
            sender == null ? "?" : sender.toString(),
            traced.getBody().length));
  }

  /** All so far, in order. */
  List<Delivery> deliveries() {
    return List.copyOf(deliveries);
  }

  long deliveredTo(String queue) {
    return deliveries.stream().filter(delivery -> delivery.queue().equals(queue)).count();
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
