package io.lockstep.transport.jms;

import org.jspecify.annotations.Nullable;

/** What a setting says cannot be had; the message names the setting, and is for people. */
final class SetupException extends Exception {
  private static final long serialVersionUID = 1L;

  SetupException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
