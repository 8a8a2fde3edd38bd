package io.lockstep.transport.jms;

import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSSecurityException;
import java.util.Locale;
import java.util.Map;
import javax.naming.Context;
import javax.naming.NamingException;
import javax.naming.NoInitialContextException;

/** Says in one line why the provider could not be used. */
final class JmsFailure {
  private JmsFailure() {}

  static String explain(String target, Map<String, String> environment, Throwable failure) {
    return withoutSecrets(environment, told(target, environment, failure));
  }

  private static String told(String target, Map<String, String> environment, Throwable failure) {
    if (failure instanceof SetupException) {
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

  /** Providers quote what they were given, and that may be an address with a password. */
  private static String withoutSecrets(Map<String, String> environment, String text) {
    String told = text;
    for (Map.Entry<String, String> parameter : environment.entrySet()) {
      String both = (parameter.getKey() + parameter.getValue()).toLowerCase(Locale.ROOT);
      if (both.contains("password") || both.contains("credentials")) {
        told = told.replace(parameter.getValue(), "<" + parameter.getKey() + ">");
      }
    }
    return told;
  }

  /** The first cause that says something. */
  static String reason(Throwable failure) {
    Throwable cause = failure;
    if (failure instanceof NamingException naming && naming.getRootCause() != null) {
      cause = naming.getRootCause();
    }
    while (cause.getMessage() == null && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
