package io.lockstep.session;

import java.time.Duration;

/**
 * The session exists or may exist, and cannot be served here now. Nothing of the failed call was
 * applied under a promise; trying again after {@link #retryAfter()} is safe for reads, and for
 * writes that are idempotent.
 */
public final class SessionUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  public SessionUnavailableException(String message, Duration retryAfter) {
    super(message);
    this.retryAfter = retryAfter;
  }

  /** How long a client should wait before it asks again; positive. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
