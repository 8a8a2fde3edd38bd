package io.lockstep.topic;

import io.lockstep.sequence.SequenceRange;
import io.lockstep.time.Pump;
import io.lockstep.topic.Outbox.Unsent;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.TopicBatch;
import io.lockstep.wire.proto.TopicEntries;
import io.lockstep.wire.proto.TopicEntry;
import io.lockstep.wire.proto.TopicKept;
import io.lockstep.wire.proto.TopicRepair;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * This node as a publisher: numbers what was published here, gives it to the listeners here and
 * sends it to all, and once more to those who missed it. Lives on the loop, but for {@link
 * #publish}.
 */
final class Publisher {
  /** The most bytes of messages in one batch, unless a single one is larger. */
  static final int BATCH_BYTES = 64 * 1024;

  private static final int MOST_AT_ONCE = 1024;

  /** In answer to one question; the rest is asked for again. */
  private static final long MOST_RESENT_BYTES = 1 << 20;

  private final TopicContext context;
  private final Channels channels;
  private final Outbox outbox;
  private final SentMessages sent;
  private final EchoWindow window;
  private final Tail tail;
  private final Pump pump;
  private final Map<NodeId, Long> since = new HashMap<>();
  private boolean followed;
  private long head;

  Publisher(TopicContext context, Channels channels) {
    this.context = context;
    this.channels = channels;
    outbox = new Outbox(context.settings().publisherQueueBytes());
    sent = new SentMessages(context.settings().keptBytes());
    pump = new Pump(context.loop(), this::isReady, this::sendNext);
    window = new EchoWindow(context.loop(), pump::wake);
    tail = new Tail(context.loop(), this::tellHead);
  }

  /** Takes a message over, from any thread; returns false when too much waits. */
  boolean publish(String topic, byte[] content) {
    boolean taken = outbox.offer(topic, content);
    pump.wake();
    return taken;
  }

  private boolean isReady() {
    return !outbox.isEmpty() && (window.isOpen() || !context.membership().isConnected());
  }

  private void sendNext() {
    List<Unsent> unsent = outbox.take(BATCH_BYTES);
    if (unsent.isEmpty()) {
      return;
    }
    NodeId self = context.membership().self();
    long first = head + 1;
    TopicEntries.Builder entries = TopicEntries.newBuilder();
    @Nullable String before = null;
    for (Unsent each : unsent) {
      head++;
      channels.published(new Numbered(each.topic(), self, head, each.content()));
      TopicEntry.Builder entry = TopicEntry.newBuilder().setContent(each.content());
      entries.addMessages(each.topic().equals(before) ? entry : entry.setTopic(each.topic()));
      before = each.topic();
    }
    // Who joins later is told from where on it is counted in; who was here may come back.
    if (followed) {
      send(
          TopicBatch.newBuilder()
              .setFrom(first)
              .setCount(unsent.size())
              .setMessages(entries.build().toByteString())
              .build());
    }
  }

  private void send(TopicBatch batch) {
    sent.add(batch);
    window.sent(head, batch.getSerializedSize());
    context.messenger().broadcast(MessageType.TOPIC_BATCH, batch);
    tail.moved();
  }

  /** A batch of this node came back. */
  void echoed(TopicBatch batch) {
    window.echoed(batch.getFrom() + batch.getCount() - 1);
  }

  private void tellHead() {
    if (!context.membership().members().isEmpty()) {
      context
          .messenger()
          .broadcast(MessageType.TOPIC_BATCH, TopicBatch.newBuilder().setFrom(head + 1).build());
    }
  }

  /**
   * Answers who misses something. Who knows where it is gets what it asks for, even from before it
   * joined: it may have been here under another id.
   */
  void repair(NodeId asker, TopicRepair repair) {
    long first = since.getOrDefault(asker, head + 1);
    context
        .messenger()
        .send(
            asker,
            MessageType.TOPIC_KEPT,
            TopicKept.newBuilder().setSince(first).setOldest(sent.oldest(head + 1)).build());
    long from = repair.getFrom() == 0 ? first : repair.getFrom();
    if (repair.getTo() >= from) {
      sent.holding(new SequenceRange(from, repair.getTo()), MOST_RESENT_BYTES)
          .forEach(batch -> context.messenger().send(asker, MessageType.TOPIC_BATCH, batch));
    }
  }

  /** From now on the node is to have all messages. */
  void joined(NodeId node) {
    followed = true;
    since.put(node, head + 1);
    heardAgain();
  }

  void ended(NodeId node) {
    since.remove(node);
  }

  /** Somebody can be heard again: it may have missed the last messages. */
  void heardAgain() {
    if (head > 0) {
      tail.moved();
    }
  }

  /** This node goes on under another id, and counts anew. */
  void begin() {
    head = 0;
    since.clear();
    sent.clear();
    window.clear();
    tail.stop();
    pump.wake();
  }

  /** Sends what waits; called before the node leaves. */
  void close() {
    for (int i = 0; i < MOST_AT_ONCE && !outbox.isEmpty(); i++) {
      sendNext();
    }
    tellHead();
    tail.stop();
  }
}
