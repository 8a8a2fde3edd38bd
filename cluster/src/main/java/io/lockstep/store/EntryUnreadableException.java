package io.lockstep.store;

/**
 * An entry's value cannot be read on this node. The message names store, key and reason. The entry
 * stays as it is, here and on the other nodes.
 */
public final class EntryUnreadableException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  EntryUnreadableException(String message, Throwable cause) {
    super(message, cause);
  }
}
