package io.lockstep.transport.jms;

import io.lockstep.config.JmsSettings;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import javax.naming.NamingException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears who sends to a topic, of whatever network. */
final class TopicEar {
  private static final Logger log = LoggerFactory.getLogger(TopicEar.class);

  private TopicEar() {}

  /** The clusters that were heard, after the whole time. */
  static Set<String> hear(JmsSettings settings, Duration time) {
    Set<String> heard = new TreeSet<>();
    try {
      var found = Administered.find(settings.jndi());
      Connection connection = found.factory().createConnection();
      try {
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        listen(
            session.createConsumer(found.topic(), NetworkName.NETWORK + " IS NOT NULL"),
            connection,
            time,
            heard);
      } finally {
        JmsLinkOpener.close(connection);
      }
    } catch (NamingException | JMSException | SetupException | RuntimeException e) {
      log.debug("Nothing can be heard", e);
    }
    return heard;
  }

  private static void listen(
      MessageConsumer consumer, Connection connection, Duration time, Set<String> heard)
      throws JMSException {
    connection.start();
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toMillis(); left > 0; left = (end - System.nanoTime()) / 1_000_000) {
      Message message = consumer.receive(left);
      if (message == null) {
        // The time is over, or the provider has closed the consumer.
        return;
      }
      new NetworkName(message.getStringProperty(NetworkName.NETWORK))
          .cluster()
          .ifPresent(heard::add);
    }
  }
}
