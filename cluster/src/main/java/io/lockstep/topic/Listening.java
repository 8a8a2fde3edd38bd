package io.lockstep.topic;

import io.lockstep.time.Lane;
import io.lockstep.topic.MissedMessages.Reason;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.PlainBytes;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One listener with its queue. What finds no room is dropped and noted, and told as soon as there
 * is room again, before what comes then. {@link #hear} and {@link #miss} are called on the loop.
 */
final class Listening<M> implements Subscription {
  private static final Duration PATIENCE = Duration.ofMillis(20);

  private final TopicContext context;
  private final TopicPattern pattern;
  private final Class<M> messages;
  private final MessageListener<? super M> listener;
  private final Consumer<Listening<M>> onClose;
  private final Lane lane;
  private final Map<Grounds, MissedMessages> untold = new LinkedHashMap<>();
  private volatile boolean closed;

  /** What is told together. */
  private record Grounds(NodeId publisher, Reason reason) {}

  Listening(
      TopicContext context,
      TopicPattern pattern,
      Class<M> messages,
      MessageListener<? super M> listener,
      Consumer<Listening<M>> onClose) {
    this.context = context;
    this.pattern = pattern;
    this.messages = messages;
    this.listener = listener;
    this.onClose = onClose;
    this.lane = new Lane(context.workers(), context.settings().listenerQueueBytes());
  }

  @Override
  public String topic() {
    return pattern.toString();
  }

  boolean fits(String topic) {
    return pattern.fits(topic);
  }

  @Override
  public void close() {
    closed = true;
    onClose.accept(this);
  }

  // ---- on the loop ----

  /** Returns false when there is no room for the message. */
  boolean hear(Numbered message) {
    tellUntold();
    if (untold.isEmpty() && lane.offer(() -> deliver(message), message.weight())) {
      return true;
    }
    note(
        new MissedMessages(
            message.publisher(),
            message.number(),
            message.number(),
            1,
            Reason.OVERFLOW,
            "more than %d bytes waited for this listener"
                .formatted(context.settings().listenerQueueBytes())));
    return false;
  }

  /** Tells the listener what nobody here hears. */
  void miss(MissedMessages missed) {
    tellUntold();
    if (!untold.isEmpty() || !offer(missed)) {
      note(missed);
    }
  }

  private boolean offer(MissedMessages missed) {
    return lane.offer(() -> tell(missed), TopicSettings.OVERHEAD_BYTES);
  }

  private void note(MissedMessages missed) {
    if (untold.isEmpty()) {
      context.loop().schedule(PATIENCE, this::tellLater);
    }
    untold.merge(new Grounds(missed.publisher(), missed.reason()), missed, Listening::together);
  }

  private static MissedMessages together(MissedMessages one, MissedMessages other) {
    return new MissedMessages(
        one.publisher(),
        Math.min(one.from(), other.from()),
        Math.max(one.to(), other.to()),
        one.count() + other.count(),
        one.reason(),
        one.detail());
  }

  private void tellLater() {
    tellUntold();
    if (!untold.isEmpty() && !closed) {
      context.loop().schedule(PATIENCE, this::tellLater);
    }
  }

  private void tellUntold() {
    Iterator<MissedMessages> next = untold.values().iterator();
    while (next.hasNext() && offer(next.next())) {
      next.remove();
    }
  }

  // ---- on the workers ----

  private void tell(MissedMessages missed) {
    if (!closed) {
      listener.missed(missed);
    }
  }

  private void deliver(Numbered message) {
    if (closed) {
      return;
    }
    M content;
    try {
      content = read(message);
    } catch (IllegalStateException | ClassCastException e) {
      context.counters().increment("topics.unreadable");
      tell(unreadable(message, e));
      return;
    }
    listener.received(
        new TopicMessage<>(message.topic(), message.publisher(), message.number(), content));
  }

  private M read(Numbered message) {
    return messages.cast(PlainBytes.read(message.content(), context.codec()));
  }

  private MissedMessages unreadable(Numbered message, RuntimeException why) {
    NodeId publisher = message.publisher();
    return new MissedMessages(
        publisher,
        message.number(),
        message.number(),
        1,
        Reason.UNREADABLE,
        "Topic \"%s\": %s".formatted(message.topic(), why.getMessage()));
  }
}
