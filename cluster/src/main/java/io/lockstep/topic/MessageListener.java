package io.lockstep.topic;

/**
 * Hears the messages of topics. Called on the node's workers, one call at a time and in order. Each
 * listener gets objects of its own, and has a bounded queue of its own: a slow one holds up nobody.
 *
 * <p>What it throws is logged; it hears the next message all the same.
 */
@FunctionalInterface
public interface MessageListener<M> {
  /** A message was published. */
  void received(TopicMessage<? extends M> message);

  /**
   * Messages were published that this listener does not hear. Told between the messages before and
   * after them, but for those from before the first message of their publisher that came here.
   * Nothing is done by default.
   */
  default void missed(MissedMessages missed) {}
}
