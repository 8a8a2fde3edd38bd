package io.lockstep.transport.jms;

import io.lockstep.config.JmsSettings;
import io.lockstep.transport.connection.LifeContext;
import io.lockstep.transport.connection.Link;
import io.lockstep.transport.connection.LinkOpener;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Topic;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks up connection factory and topic, connects and subscribes, for one life of a node. */
final class JmsLinkOpener implements LinkOpener {
  private static final Logger log = LoggerFactory.getLogger(JmsLinkOpener.class);

  private final JmsSettings settings;
  private final NetworkName network;
  private final LifeContext life;
  private volatile boolean isCut;
  private volatile @Nullable Thread opening;

  JmsLinkOpener(JmsSettings settings, NetworkName network, LifeContext life) {
    this.settings = settings;
    this.network = network;
    this.life = life;
  }

  @Override
  public Link open() throws NamingException, JMSException {
    opening = Thread.currentThread();
    try {
      if (isCut) {
        throw new IllegalStateException("The transport is closed");
      }
      return connect();
    } finally {
      opening = null;
    }
  }

  private Link connect() throws NamingException, JMSException {
    ConnectionFactory factory;
    Topic topic;
    try (var jndi = new Jndi(settings.jndi().environment())) {
      factory =
          jndi.find(
              "connection-factory-jndi-name",
              settings.jndi().connectionFactory(),
              ConnectionFactory.class);
      topic = jndi.find("destination-jndi-name", settings.jndi().destination(), Topic.class);
    }
    Connection connection = factory.createConnection();
    try {
      identify(connection);
      Link link = new JmsLink(settings, network, topic, connection, life);
      connection.start();
      log.info(
          "Connected to {} at {} as {}; the network is {}",
          connection.getMetaData().getJMSProviderName(),
          target(),
          life.self(),
          network.text());
      return link;
    } catch (JMSException | RuntimeException | Error e) {
      close(connection);
      throw e;
    }
  }

  /** Sets the client id, unless the factory or the container has done so, or does not allow it. */
  private void identify(Connection connection) throws JMSException {
    if (connection.getClientID() != null) {
      return;
    }
    try {
      connection.setClientID(settings.clientId().orElseGet(this::ownClientId));
    } catch (IllegalStateException refused) {
      log.debug("The client id is left as it is", refused);
    }
  }

  /** Another one for each life: the provider may still hold that of the one before. */
  private String ownClientId() {
    return "lockstep-" + life.self();
  }

  @Override
  public void cut() {
    isCut = true;
    Thread waiting = opening;
    if (waiting != null) {
      waiting.interrupt();
    }
  }

  @Override
  public void close() {}

  static void close(Connection connection) {
    try {
      connection.close();
    } catch (JMSException | RuntimeException e) {
      log.debug("The connection did not end in order", e);
    }
  }

  @Override
  public String target() {
    return "topic %s of %s"
        .formatted(settings.jndi().destination(), settings.jndi().connectionFactory());
  }

  @Override
  public String explain(Throwable failure) {
    return JmsFailure.explain(target(), settings.jndi().environment(), failure);
  }
}
