package io.lockstep.transport.jms;

import jakarta.jms.Connection;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.util.Hashtable;
import javax.naming.Context;
import javax.naming.NamingException;
import javax.naming.spi.InitialContextFactory;
import org.apache.activemq.artemis.jndi.ActiveMQInitialContextFactory;

/** Artemis as a provider that takes selectors and does not heed them. */
public final class UnselectingContextFactory implements InitialContextFactory {
  @Override
  public Context getInitialContext(Hashtable<?, ?> environment) throws NamingException {
    return Wrapped.context(
        new ActiveMQInitialContextFactory().getInitialContext(environment),
        UnselectingContextFactory::unselecting);
  }

  private static Connection unselecting(Connection connection) {
    return Wrapped.of(
        Connection.class,
        connection,
        (method, arguments, real) -> {
          Object made = real.call();
          return made instanceof Session session ? unselecting(session) : made;
        });
  }

  private static Session unselecting(Session session) {
    return Wrapped.of(
        Session.class,
        session,
        (method, arguments, real) ->
            method.getName().equals("createConsumer")
                ? session.createConsumer((Topic) arguments[0])
                : real.call());
  }
}
