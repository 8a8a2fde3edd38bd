package io.lockstep.session;

/**
 * An attribute's value cannot be replicated. The message names attribute, class, and what to do.
 */
public final class NotSerializableAttributeException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public NotSerializableAttributeException(String message, Throwable cause) {
    super(message, cause);
  }

  public NotSerializableAttributeException(String message) {
    super(message);
  }
}
