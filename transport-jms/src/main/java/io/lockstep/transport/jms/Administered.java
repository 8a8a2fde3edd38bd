package io.lockstep.transport.jms;

import io.lockstep.config.JmsSettings;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Topic;
import javax.naming.NamingException;

/** What the administrator has put into JNDI. */
record Administered(ConnectionFactory factory, Topic topic) {
  /**
   * Looks both up.
   *
   * @throws SetupException when one of them is not there, or of another class
   */
  static Administered find(JmsSettings.Jndi settings) throws NamingException, SetupException {
    try (var jndi = new Jndi(settings.environment())) {
      return new Administered(
          jndi.find(
              "connection-factory-jndi-name",
              settings.connectionFactory(),
              ConnectionFactory.class),
          jndi.find("destination-jndi-name", settings.destination(), Topic.class));
    }
  }
}
