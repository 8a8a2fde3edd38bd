package io.lockstep.transport.jms;

import io.lockstep.config.JmsSettings;
import io.lockstep.transport.connection.LifeContext;
import io.lockstep.transport.connection.Link;
import io.lockstep.transport.connection.Outbox.Outgoing;
import io.lockstep.transport.connection.OutboxSender;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A connection with a session to send and one to receive, since a session is for one thread only.
 * Thread-safe.
 */
final class JmsLink implements Link {
  private final Connection connection;
  private final CompletableFuture<String> lost = new CompletableFuture<>();
  private final OutboxSender sender;
  private final Thread writer;

  /**
   * Subscribes; nothing is sent or delivered before {@link #start()}.
   *
   * @throws JMSException when the provider refuses something; the connection is left open
   */
  JmsLink(
      JmsSettings settings,
      NetworkName network,
      Topic topic,
      Connection connection,
      LifeContext life)
      throws JMSException {
    this.connection = connection;
    connection.setExceptionListener(problem -> lost.complete(String.valueOf(problem.getMessage())));
    Session receiving = session(settings.session());
    var receiver = new FrameReceiver(receiving, settings.session(), network, life, lost);
    consumer(receiving, topic, network.selectorFor(life.self()), settings.subscriber())
        .setMessageListener(receiver);
    var carrier = new FrameSender(session(settings.session()), topic, network, settings);
    sender = new OutboxSender(carrier, life.counters(), lost::complete);
    writer = life.threads().named("lockstep-jms-send").newThread(sender);
  }

  /** From now on frames are sent and received. */
  void start() throws JMSException {
    connection.start();
    writer.start();
  }

  private Session session(JmsSettings.Session session) throws JMSException {
    return session.transacted()
        ? connection.createSession(true, Session.SESSION_TRANSACTED)
        : connection.createSession(false, session.acknowledgeMode().number());
  }

  private static MessageConsumer consumer(
      Session session, Topic topic, String selector, JmsSettings.Subscriber subscriber)
      throws JMSException {
    // What a node sends to all it hears itself, so "no local" is false.
    return subscriber.durable()
        ? session.createDurableSubscriber(
            topic, subscriber.subscriptionName().orElseThrow(), selector, false)
        : session.createConsumer(topic, selector, false);
  }

  @Override
  public boolean offer(Outgoing outgoing) {
    return !lost.isDone() && sender.offer(outgoing);
  }

  @Override
  public CompletableFuture<String> lost() {
    return lost;
  }

  @Override
  public void drain(Duration longest) {
    if (sender.end()) {
      join(longest);
    }
  }

  @Override
  public void cut(String reason) {
    lost.complete(reason);
    writer.interrupt();
  }

  @Override
  public void close() {
    writer.interrupt();
    join(Duration.ofMillis(100));
    JmsLinkOpener.close(connection);
  }

  private void join(Duration longest) {
    try {
      writer.join(longest.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
