package io.lockstep.topic;

/**
 * How topics are carried. In the queues each message counts with {@value #OVERHEAD_BYTES} bytes
 * more than it has.
 *
 * @param maxMessageBytes the largest message, serialised; 1 MB by default, 1 to {@value
 *     #LARGEST_MESSAGE}
 * @param publisherQueueBytes how much may wait to be sent before {@link PublisherBusyException}; 16
 *     MB by default, positive
 * @param listenerQueueBytes how much may wait for one listener; 16 MB by default, positive. What
 *     comes while that much waits is dropped for it, and told
 * @param keptBytes how much of what was sent last is kept for those who missed it; 4 MB by default,
 *     0 or more
 */
public record TopicSettings(
    int maxMessageBytes, long publisherQueueBytes, long listenerQueueBytes, long keptBytes) {
  /** The largest limit, in bytes. */
  public static final int LARGEST_MESSAGE = 15 * 1024 * 1024;

  /** What a message costs besides its content, in bytes. */
  public static final int OVERHEAD_BYTES = 100;

  /** Throws {@link IllegalArgumentException} that names the setting and what is allowed. */
  public TopicSettings {
    if (maxMessageBytes < 1 || maxMessageBytes > LARGEST_MESSAGE) {
      throw new IllegalArgumentException(
          "topic-max-message-size \"%d\": allowed is 1 to %d"
              .formatted(maxMessageBytes, LARGEST_MESSAGE));
    }
    check("topic-publisher-queue", publisherQueueBytes, 1);
    check("topic-listener-queue", listenerQueueBytes, 1);
    check("topic-kept-size", keptBytes, 0);
  }

  private static void check(String setting, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "%s \"%d\": allowed is %d or more".formatted(setting, value, least));
    }
  }

  public static TopicSettings defaults() {
    return new TopicSettings(1 << 20, 16L << 20, 16L << 20, 4L << 20);
  }
}
