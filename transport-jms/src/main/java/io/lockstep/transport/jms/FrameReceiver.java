package io.lockstep.transport.jms;

import io.lockstep.config.JmsSettings;
import io.lockstep.config.JmsSettings.AcknowledgeMode;
import io.lockstep.transport.connection.LifeContext;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.Session;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands on what comes in, and acknowledges it as the settings say. */
final class FrameReceiver implements MessageListener {
  private static final Logger log = LoggerFactory.getLogger(FrameReceiver.class);

  private final Session session;
  private final JmsSettings.Session settings;
  private final NetworkName network;
  private final LifeContext life;
  private final CompletableFuture<String> lost;

  /**
   * @param lost completed when the link is lost
   */
  FrameReceiver(
      Session session,
      JmsSettings.Session settings,
      NetworkName network,
      LifeContext life,
      CompletableFuture<String> lost) {
    this.session = session;
    this.settings = settings;
    this.network = network;
    this.life = life;
    this.lost = lost;
  }

  @Override
  public void onMessage(Message message) {
    if (lost.isDone()) {
      // The connection may outlive the link for a while, and the next link has the same messages.
      return;
    }
    try {
      accept(message);
    } catch (JMSException | RuntimeException e) {
      // Thrown on, it would come again and again.
      life.counters().dropped(1);
      life.complaints().now("Not read, since the provider failed", 1);
      log.debug("A message could not be read", e);
    }
    try {
      acknowledge(message);
    } catch (JMSException | RuntimeException e) {
      lost.complete("acknowledging failed: " + JmsFailure.reason(e));
    }
  }

  private void acknowledge(Message message) throws JMSException {
    if (settings.transacted()) {
      session.commit();
    } else if (settings.acknowledgeMode() == AcknowledgeMode.CLIENT_ACKNOWLEDGE) {
      message.acknowledge();
    }
  }

  private void accept(Message message) throws JMSException {
    if (!network.isFor(life.self(), message)) {
      life.counters().dropped(1);
      life.complaints().now("Not for this node, since the provider does not heed selectors", 1);
      return;
    }
    if (!(message instanceof BytesMessage bytes)
        || bytes.getBodyLength() > JmsTransportProvider.MAX_FRAME_BYTES) {
      life.counters().dropped(1);
      life.complaints().now("Not read, since it is no message of bytes, or too large", 1);
      return;
    }
    var frame = new byte[(int) bytes.getBodyLength()];
    bytes.readBytes(frame);
    life.counters().received(frame.length);
    life.gate().received(frame);
  }
}
