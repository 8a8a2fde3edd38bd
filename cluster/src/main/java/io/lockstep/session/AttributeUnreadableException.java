package io.lockstep.session;

/**
 * An attribute's bytes cannot be turned into an object on this node. The message names attribute
 * and class.
 */
public final class AttributeUnreadableException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  public AttributeUnreadableException(String message, Throwable cause) {
    super(message, cause);
  }
}
