package io.lockstep.session;

/**
 * A document cannot be replicated, for the reason that the message tells; the session is as it was.
 */
public final class DocumentRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * For a document of the given kind or content.
   *
   * @param message what is wrong and what is allowed
   */
  public DocumentRefusedException(String message) {
    super(message);
  }

  /** As {@link #DocumentRefusedException(String)}, with what the DOM said. */
  public DocumentRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
