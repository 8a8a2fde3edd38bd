package io.lockstep.transport.jms;

import jakarta.jms.Connection;
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
    return Wrapped.context(
        new ActiveMQInitialContextFactory().getInitialContext(environment),
        ContainerContextFactory::container);
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
