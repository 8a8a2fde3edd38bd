package io.lockstep.store;

/** An entry cannot be put. The message names store, key and reason; nothing was changed. */
public final class EntryRefusedException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  EntryRefusedException(String message) {
    super(message);
  }

  EntryRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
