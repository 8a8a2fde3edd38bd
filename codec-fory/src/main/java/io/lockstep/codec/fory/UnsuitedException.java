package io.lockstep.codec.fory;

/** A class that Fory is not to write or read, because how it is serialised is its own matter. */
final class UnsuitedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnsuitedException(Class<?> type) {
    super("class %s is not one that Fory is used for".formatted(type.getName()));
  }
}
