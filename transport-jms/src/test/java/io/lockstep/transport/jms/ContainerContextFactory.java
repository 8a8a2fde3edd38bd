package io.lockstep.transport.jms;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.IllegalStateException;
import java.util.Hashtable;
import javax.naming.Context;
import javax.naming.NamingException;
import javax.naming.spi.InitialContextFactory;
import org.apache.activemq.artemis.jndi.ActiveMQInitialContextFactory;

/** Artemis as a Jakarta EE container gives it out: nobody may set a client id. */
public final class ContainerContextFactory implements InitialContextFactory {
  @Override
  public Context getInitialContext(Hashtable<?, ?> environment) throws NamingException {
    return Wrapped.of(
        Context.class,
        new ActiveMQInitialContextFactory().getInitialContext(environment),
        (method, arguments, real) -> {
          Object found = real.call();
          return found instanceof ConnectionFactory factory ? container(factory) : found;
        });
  }

  private static ConnectionFactory container(ConnectionFactory factory) {
    return Wrapped.of(
        ConnectionFactory.class,
        factory,
        (method, arguments, real) -> {
          Object made = real.call();
          return made instanceof Connection connection ? container(connection) : made;
        });
  }

  private static Connection container(Connection connection) {
    return Wrapped.of(
        Connection.class,
        connection,
        (method, arguments, real) -> {
          if (method.getName().equals("setClientID")) {
            throw new IllegalStateException("The container sets client ids");
          }
          return real.call();
        });
  }
}
