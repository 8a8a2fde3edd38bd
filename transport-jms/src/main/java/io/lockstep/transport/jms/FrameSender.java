package io.lockstep.transport.jms;

import io.lockstep.config.JmsSettings;
import io.lockstep.transport.NodeId;
import io.lockstep.transport.connection.Outbox.Outgoing;
import io.lockstep.transport.connection.OutboxSender;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.Topic;

/** Sends one link's frames to the topic. */
final class FrameSender implements OutboxSender.Carrier {
  private final Session session;
  private final MessageProducer producer;
  private final NetworkName network;
  private final boolean transacted;

  FrameSender(Session session, Topic topic, NetworkName network, JmsSettings settings)
      throws JMSException {
    this.session = session;
    this.network = network;
    this.transacted = settings.session().transacted();
    producer = session.createProducer(topic);
    JmsSettings.Producer wanted = settings.producer();
    producer.setDeliveryMode(wanted.deliveryMode().number());
    producer.setPriority(wanted.priority());
    producer.setTimeToLive(wanted.timeToLive().toMillis());
    producer.setDisableMessageID(wanted.disableMessageId());
    producer.setDisableMessageTimestamp(wanted.disableMessageTimestamp());
  }

  @Override
  public void carry(Outgoing outgoing) throws JMSException {
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
