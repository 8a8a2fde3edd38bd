package io.lockstep.rpc;

/** A call cannot be made with this argument. Nothing was sent. */
public final class ArgumentRefusedException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  ArgumentRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
