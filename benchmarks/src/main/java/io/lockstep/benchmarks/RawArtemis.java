package io.lockstep.benchmarks;

import io.lockstep.transport.NodeId;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/**
 * The Artemis client alone: a connection for each node, with a session to send and one to receive;
 * a queue for each node, and a topic for all; not persistent, no message ids and timestamps,
 * automatic acknowledgement.
 */
final class RawArtemis implements RawTransport.Link {
  private final String network;
  private final ActiveMQConnectionFactory factory;
  private final Connection connection;
  private final Session sending;
  private final MessageProducer toAll;
  private final Map<NodeId, MessageProducer> toOne = new HashMap<>();
  private final ReentrantLock oneAtATime = new ReentrantLock();

  private RawArtemis(String network, ActiveMQConnectionFactory factory, Connection connection)
      throws JMSException {
    this.network = network;
    this.factory = factory;
    this.connection = connection;
    sending = session(connection);
    toAll = producer(sending.createTopic(network));
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

  private static RawArtemis connect(
      String broker, String network, NodeId self, Consumer<byte[]> frames) throws JMSException {
    var factory = new ActiveMQConnectionFactory(broker);
    Connection connection = factory.createConnection();
    Session receiving = session(connection);
    MessageListener receiver = message -> frames.accept(bytes(message));
    receiving
        .createConsumer(receiving.createQueue(queue(network, self)))
        .setMessageListener(receiver);
    receiving.createConsumer(receiving.createTopic(network)).setMessageListener(receiver);
    connection.start();
    return new RawArtemis(network, factory, connection);
  }

  private static String queue(String network, NodeId node) {
    return network + "." + node;
  }

  private static Session session(Connection connection) throws JMSException {
    return connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
  }

  private static byte[] bytes(Message message) {
    try {
      return message.getBody(byte[].class);
    } catch (JMSException e) {
      throw new IllegalStateException("A message cannot be read", e);
    }
  }

  private MessageProducer producer(Destination destination) throws JMSException {
    MessageProducer producer = sending.createProducer(destination);
    producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
    producer.setDisableMessageID(true);
    producer.setDisableMessageTimestamp(true);
    return producer;
  }

  /** A session is for one thread at a time. */
  @Override
  public void send(NodeId to, byte[] frame) throws JMSException {
    oneAtATime.lock();
    try {
      MessageProducer producer = toOne.get(to);
      if (producer == null) {
        producer = producer(sending.createQueue(queue(network, to)));
        toOne.put(to, producer);
      }
      send(producer, frame);
    } finally {
      oneAtATime.unlock();
    }
  }

  @Override
  public void broadcast(byte[] frame) throws JMSException {
    oneAtATime.lock();
    try {
      send(toAll, frame);
    } finally {
      oneAtATime.unlock();
    }
  }

  private void send(MessageProducer producer, byte[] frame) throws JMSException {
    BytesMessage message = sending.createBytesMessage();
    message.writeBytes(frame);
    producer.send(message);
  }

  @Override
  public void close() throws JMSException {
    connection.close();
    factory.close();
  }
}
