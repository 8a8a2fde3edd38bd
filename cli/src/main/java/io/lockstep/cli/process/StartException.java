package io.lockstep.cli.process;

/** Something the demo is made of did not start. The message is one sentence for the user. */
public final class StartException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StartException(String message) {
    super(message);
  }
}
