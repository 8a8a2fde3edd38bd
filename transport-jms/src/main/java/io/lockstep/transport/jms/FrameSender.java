package io.lockstep.transport.jms;

import io.lockstep.config.JmsSettings;
import io.lockstep.transport.NodeId;
import io.lockstep.transport.connection.LifeContext;
import io.lockstep.transport.connection.Outbox;
import io.lockstep.transport.connection.Outbox.Outgoing;
import io.lockstep.transport.connection.TrafficCounters;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.util.function.Consumer;

/** Sends one link's frames to the topic, in order. */
final class FrameSender {
  private final Session session;
  private final MessageProducer producer;
  private final NetworkName network;
  private final boolean transacted;
  private final TrafficCounters counters;

  FrameSender(
      Session session, Topic topic, NetworkName network, JmsSettings settings, LifeContext life)
      throws JMSException {
    this.session = session;
    this.network = network;
    this.transacted = settings.session().transacted();
    this.counters = life.counters();
    producer = session.createProducer(topic);
    JmsSettings.Producer wanted = settings.producer();
    producer.setDeliveryMode(wanted.deliveryMode().number());
    producer.setPriority(wanted.priority());
    producer.setTimeToLive(wanted.timeToLive().toMillis());
    producer.setDisableMessageID(wanted.disableMessageId());
    producer.setDisableMessageTimestamp(wanted.disableMessageTimestamp());
  }

  /**
   * Sends until it is interrupted, comes to the outbox's end, or the provider fails. What is left
   * then is dropped.
   *
   * @param failed told why no more can be sent
   */
  void run(Outbox outbox, Consumer<String> failed) {
    String reason = "all is sent";
    try {
      for (Outgoing next = outbox.take(); next != Outbox.END; next = outbox.take()) {
        carry(next);
      }
    } catch (InterruptedException e) {
      reason = "the sender was interrupted";
      Thread.currentThread().interrupt();
    } catch (JMSException | RuntimeException | Error e) {
      reason = String.valueOf(e.getMessage());
    } finally {
      failed.accept(reason);
      counters.dropped(outbox.discard());
    }
  }

  private void carry(Outgoing outgoing) throws JMSException {
    boolean sent = false;
    try {
      send(outgoing);
      sent = true;
      counters.sent(outgoing.frame().length);
    } finally {
      if (!sent) {
        counters.dropped(1);
      }
    }
  }

  private void send(Outgoing outgoing) throws JMSException {
    byte[] frame = outgoing.frame();
    NodeId to = outgoing.to();
    BytesMessage message = session.createBytesMessage();
    message.setStringProperty(NetworkName.NETWORK, network.text());
    if (to != null) {
      message.setStringProperty(NetworkName.TO, to.toString());
    }
    message.writeBytes(frame);
    producer.send(message);
    if (transacted) {
      session.commit();
    }
  }
}
