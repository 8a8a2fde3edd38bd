package io.lockstep.transport.jms;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.IllegalStateException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Hashtable;
import javax.naming.Context;
import javax.naming.NamingException;
import javax.naming.spi.InitialContextFactory;
import org.apache.activemq.artemis.jndi.ActiveMQInitialContextFactory;

/** Artemis as a Jakarta EE container gives it out: nobody may set a client id. */
public final class ContainerContextFactory implements InitialContextFactory {
  @Override
  public Context getInitialContext(Hashtable<?, ?> environment) throws NamingException {
    return wrapped(
        Context.class,
        new ActiveMQInitialContextFactory().getInitialContext(environment),
        (method, result) ->
            result instanceof ConnectionFactory factory ? container(factory) : result);
  }

  private static ConnectionFactory container(ConnectionFactory factory) {
    return wrapped(
        ConnectionFactory.class,
        factory,
        (method, result) ->
            result instanceof Connection connection ? container(connection) : result);
  }

  private static Connection container(Connection connection) {
    return wrapped(Connection.class, connection, (method, result) -> result);
  }

  private interface Results {
    Object of(Method method, Object result);
  }

  private static <T> T wrapped(Class<T> type, T real, Results results) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (method.getName().equals("setClientID")) {
                throw new IllegalStateException("The container sets client ids");
              }
              try {
                return results.of(method, method.invoke(real, arguments));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
