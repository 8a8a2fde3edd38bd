package io.lockstep.topic;

/** A listener's place. Thread-safe. */
public interface Subscription extends AutoCloseable {
  /** The name or the pattern that it was made with. */
  String topic();

  /**
   * The listener hears nothing more; what waits for it is dropped. Without effect a second time.
   */
  @Override
  void close();
}
