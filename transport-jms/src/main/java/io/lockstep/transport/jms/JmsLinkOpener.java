package io.lockstep.transport.jms;

import io.lockstep.config.JmsSettings;
import io.lockstep.transport.connection.LifeContext;
import io.lockstep.transport.connection.Link;
import io.lockstep.transport.connection.LinkOpener;
import jakarta.jms.Connection;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.JMSException;
import java.util.UUID;
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
  public Link open() throws NamingException, JMSException, SetupException {
    opening = Thread.currentThread();
    try {
      return connect();
    } finally {
      opening = null;
    }
  }

  private Link connect() throws NamingException, JMSException, SetupException {
    var found = Administered.find(settings.jndi());
    Connection connection = found.factory().createConnection();
    try {
      if (isCut) {
        throw new JMSException("The transport was closed meanwhile");
      }
      identify(connection);
      var link = new JmsLink(settings, network, found.topic(), connection, life);
      String provider = connection.getMetaData().getJMSProviderName();
      link.start();
      log.info(
          "Connected to {} at {} as {}; the network is {}",
          provider,
          target(),
          life.self(),
          network.text());
      return link;
    } catch (JMSException | SetupException | RuntimeException | Error e) {
      close(connection);
      throw e;
    }
  }

  /** Sets the client id, unless the factory or the container has done so, or does not allow it. */
  private void identify(Connection connection) throws JMSException, SetupException {
    if (connection.getClientID() != null) {
      return;
    }
    if (settings.subscriber().durable() && settings.clientId().isEmpty()) {
      throw new SetupException(
          "client-id: a durable subscription needs one that stays the same, and is another one on"
              + " each server: set it, or have the connection factory set it",
          null);
    }
    try {
      connection.setClientID(settings.clientId().orElseGet(this::newClientId));
    } catch (InvalidClientIDException e) {
      throw e;
    } catch (JMSException refused) {
      log.debug("The client id is left as it is", refused);
    }
  }

  /** Another one for each connection: the provider may still hold that of a lost one. */
  private String newClientId() {
    return "lockstep-%s-%s".formatted(life.self(), UUID.randomUUID());
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
