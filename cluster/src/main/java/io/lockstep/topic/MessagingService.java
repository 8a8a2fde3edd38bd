package io.lockstep.topic;

/**
 * Topics: what is published on one server is heard by the listeners of all. Thread-safe; no method
 * waits.
 *
 * <p>A listener hears the messages of each publisher in the order of their publication, over all
 * topics that it listens to, and none twice; a publisher is one life of one server. Messages of
 * different publishers come in any order, and not in the same one everywhere. Lost messages are
 * asked for again for a while; those that do not come are told to {@link MessageListener#missed}.
 * Nothing is kept for a server that is not there: a message that is not yet sent when its server is
 * killed is lost, and of a cluster that is split each side hears its own.
 *
 * <p>A name of a topic has 1 to {@value #LONGEST_NAME} characters, none of them a control
 * character, {@code *} or {@code #}, and is not blank. Dots divide it into words. In a pattern the
 * word {@code *} stands for any one word, and {@code #} for any number of words, none included.
 */
public interface MessagingService {
  /** The longest name of a topic, and the longest pattern, in characters. */
  int LONGEST_NAME = 200;

  /**
   * Publishes a message: listeners on this server hear it, too. Returns when it is in order to be
   * sent; it may still be lost.
   *
   * @param topic a name
   * @param message serialisable, within the allow-list; its present state is what listeners get
   * @throws IllegalArgumentException when the name is not allowed
   * @throws MessageRefusedException when the message cannot be serialised, is not allowed, or is
   *     too large
   * @throws PublisherBusyException when too much waits to be sent already
   * @throws IllegalStateException when the node has ended
   */
  void publish(String topic, Object message);

  /**
   * Listens to a topic, or to all whose names fit a pattern, from now on.
   *
   * @param topic a name or a pattern
   * @throws IllegalArgumentException when it is neither
   */
  Subscription subscribe(String topic, MessageListener<Object> listener);

  /**
   * As {@link #subscribe(String, MessageListener)}, for messages of this class; others are told as
   * missed.
   *
   * @throws IllegalArgumentException when the topic is neither a name nor a pattern
   */
  <M> Subscription subscribe(String topic, Class<M> messages, MessageListener<? super M> listener);
}
