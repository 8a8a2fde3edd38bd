package io.lockstep.transport.jms;

import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/** What a setting names is not in JNDI, or is something else; the message names the setting. */
final class JndiException extends NamingException {
  private static final long serialVersionUID = 1L;

  JndiException(String message, @Nullable Throwable cause) {
    super(message);
    setRootCause(cause);
  }
}
