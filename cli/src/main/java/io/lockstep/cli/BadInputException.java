package io.lockstep.cli;

/**
 * The user asked for something that cannot be. The message is one line: what was asked for, its
 * value, and what is allowed.
 */
public final class BadInputException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public BadInputException(String message) {
    super(message);
  }
}
