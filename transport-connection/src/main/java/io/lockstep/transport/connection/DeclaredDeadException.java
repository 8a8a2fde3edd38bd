package io.lockstep.transport.connection;

/** A judge has declared this life of the node over; there is no way back for it. */
public final class DeclaredDeadException extends Exception {
  private static final long serialVersionUID = 1L;
}
