package io.lockstep.transport.jms;

import java.util.Hashtable;
import java.util.Map;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.naming.NoInitialContextException;

/** The administrator's objects in JNDI, as settings name them. */
final class Jndi implements AutoCloseable {
  private final InitialContext context;

  @SuppressWarnings("JdkObsolete") // The class that the interface wants.
  Jndi(Map<String, String> environment) throws NamingException {
    context = new InitialContext(new Hashtable<>(environment));
  }

  /**
   * Looks up what a setting names.
   *
   * @throws SetupException when it is not there, or of another class
   * @throws NoInitialContextException when there is no JNDI
   */
  @SuppressWarnings("BanJNDI") // The names are the administrator's, never a visitor's.
  <T> T find(String setting, String name, Class<T> type)
      throws SetupException, NoInitialContextException {
    Object found;
    try {
      found = context.lookup(name);
    } catch (NoInitialContextException e) {
      throw e;
    } catch (NamingException e) {
      throw new SetupException(
          "%s \"%s\" is not found in JNDI: %s".formatted(setting, name, JmsFailure.reason(e)), e);
    }
    if (!type.isInstance(found)) {
      throw new SetupException(
          "%s \"%s\" is %s in JNDI; it must be a jakarta.jms.%s"
              .formatted(
                  setting,
                  name,
                  found == null ? "nothing" : "a " + found.getClass().getName(),
                  type.getSimpleName()),
          null);
    }
    return type.cast(found);
  }

  @Override
  public void close() throws NamingException {
    context.close();
  }
}
