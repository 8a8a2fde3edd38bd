package io.lockstep.topic;

/** A message cannot be published. The message names topic and reason; nothing was sent. */
public final class MessageRefusedException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  MessageRefusedException(String message) {
    super(message);
  }

  MessageRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
