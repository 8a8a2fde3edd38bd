package io.lockstep.transport.jms;

import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSSecurityException;
import java.util.Map;
import javax.naming.Context;
import javax.naming.NamingException;
import javax.naming.NoInitialContextException;

/** Says in one line why the provider could not be used. */
final class JmsFailure {
  private JmsFailure() {}

  static String explain(String target, Map<String, String> environment, Throwable failure) {
    if (failure instanceof JndiException) {
      return reason(failure);
    }
    if (failure instanceof NoInitialContextException) {
      String factory = environment.get(Context.INITIAL_CONTEXT_FACTORY);
      return factory == null
          ? "There is no JNDI here: outside an application server, initial-context-environment needs"
              + " the parameter "
              + Context.INITIAL_CONTEXT_FACTORY
          : "The initial context factory %s cannot be used (%s): is the provider's client on the"
                  .formatted(factory, reason(failure))
              + " class path?";
    }
    if (failure instanceof NamingException) {
      return "JNDI cannot be used: %s".formatted(reason(failure));
    }
    if (failure instanceof JMSSecurityException) {
      return "The provider refuses this node at %s: %s".formatted(target, reason(failure));
    }
    if (failure instanceof InvalidClientIDException) {
      return "The client id is in use by another connection to %s: %s"
          .formatted(target, reason(failure));
    }
    if (failure instanceof InvalidDestinationException) {
      return "The provider has no %s: %s".formatted(target, reason(failure));
    }
    return "The %s cannot be reached: %s".formatted(target, reason(failure));
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getMessage() == null && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
