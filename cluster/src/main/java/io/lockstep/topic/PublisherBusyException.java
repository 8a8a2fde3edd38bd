package io.lockstep.topic;

/**
 * More is published on this server than can be sent. Nothing was published; the same message can be
 * published again a moment later.
 */
public final class PublisherBusyException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  PublisherBusyException(String message) {
    super(message);
  }
}
