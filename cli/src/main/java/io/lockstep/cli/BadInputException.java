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

  /** The port that the user asked for cannot be had. */
  public static BadInputException portTaken(int port) {
    return new BadInputException(
        "--port: %d is taken, or not allowed; choose another between 1 and 65535, or leave it out"
            .formatted(port));
  }
}
