package io.lockstep.store;

/** An entry does not fit into its store. Carries no stack: it is told to the caller as another. */
final class StoreFullException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long bytes;
  private final long mostBytes;

  StoreFullException(long bytes, long mostBytes) {
    super(null, null, false, false);
    this.bytes = bytes;
    this.mostBytes = mostBytes;
  }

  /** What the entries would have had with it. */
  long bytes() {
    return bytes;
  }

  long mostBytes() {
    return mostBytes;
  }
}
