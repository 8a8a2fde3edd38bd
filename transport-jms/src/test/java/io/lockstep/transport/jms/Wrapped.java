package io.lockstep.transport.jms;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.UnaryOperator;
import javax.naming.Context;
import org.jspecify.annotations.Nullable;

/** A provider's object, some of whose methods do something else. */
final class Wrapped {
  private Wrapped() {}

  /** What a call does instead of, or around, the real one. */
  interface Calls {
    @Nullable Object call(Method method, Object[] arguments, Real real) throws Throwable;
  }

  /** Calls the method of the object that is wrapped. */
  interface Real {
    @Nullable Object call() throws Throwable;
  }

  /** The context, whose connection factories make connections that are changed. */
  static Context context(Context context, UnaryOperator<Connection> maker) {
    return of(
        Context.class,
        context,
        (method, arguments, real) -> {
          Object found = real.call();
          return found instanceof ConnectionFactory factory ? factory(factory, maker) : found;
        });
  }

  private static ConnectionFactory factory(
      ConnectionFactory factory, UnaryOperator<Connection> maker) {
    return of(
        ConnectionFactory.class,
        factory,
        (method, arguments, real) -> {
          Object made = real.call();
          return made instanceof Connection connection ? maker.apply(connection) : made;
        });
  }

  static <T> T of(Class<T> type, T object, Calls calls) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, given) -> {
              Object[] arguments = given == null ? new Object[0] : given;
              return calls.call(method, arguments, () -> call(object, method, arguments));
            }));
  }

  private static Object call(Object object, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(object, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
