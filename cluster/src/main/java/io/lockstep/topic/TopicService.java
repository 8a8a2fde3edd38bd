package io.lockstep.topic;

import io.lockstep.membership.Member;
import io.lockstep.membership.Membership;
import io.lockstep.membership.MembershipListener;
import io.lockstep.report.Counters;
import io.lockstep.report.NodeReport.TopicsReport;
import io.lockstep.time.EventLoop;
import io.lockstep.transport.LinkListener;
import io.lockstep.transport.Messenger;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.ObjectCodec;
import io.lockstep.wire.PlainBytes;
import io.lockstep.wire.proto.TopicBatch;
import io.lockstep.wire.proto.TopicKept;
import io.lockstep.wire.proto.TopicRepair;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A node's topics: one publisher, and a follower for each other one. */
public final class TopicService implements MessagingService {
  private static final int MOST_FOLLOWERS = 10_000;

  private final TopicContext context;
  private final Channels channels;
  private final Publisher publisher;
  private final Map<NodeId, Follower> followers = new LinkedHashMap<>();
  private final HeldBatches.Budget heldBytes = new HeldBatches.Budget();
  private volatile boolean closed;

  /**
   * Makes the service.
   *
   * @param workers runs the listeners
   */
  public TopicService(
      EventLoop loop,
      Messenger messenger,
      Membership membership,
      TopicSettings settings,
      ObjectCodec codec,
      Executor workers,
      Counters counters) {
    context = new TopicContext(loop, messenger, membership, workers, codec, settings, counters);
    channels = new Channels(context);
    publisher = new Publisher(context, channels);
    membership.addListener(new Members());
    messenger.addListener(new Link());
    messenger.on(MessageType.TOPIC_BATCH, this::onBatch);
    messenger.on(MessageType.TOPIC_REPAIR, this::onRepair);
    messenger.on(MessageType.TOPIC_KEPT, this::onKept);
  }

  // ---- for application threads ----

  @Override
  public void publish(String topic, Object message) {
    Objects.requireNonNull(message, "message");
    TopicPattern.checkName(Objects.requireNonNull(topic, "topic"));
    byte[] content = serialize(topic, message);
    if (closed) {
      throw new IllegalStateException(
          "Topic \"%s\": this node has ended, so nothing is published".formatted(topic));
    }
    if (!publisher.publish(topic, content)) {
      context.counters().increment("topics.busy");
      throw new PublisherBusyException(
          "Topic \"%s\": %d bytes wait to be sent already; nothing was published"
              .formatted(topic, context.settings().publisherQueueBytes()));
    }
  }

  private byte[] serialize(String topic, Object message) {
    byte[] content;
    try {
      content = PlainBytes.write(message, context.codec());
    } catch (IllegalArgumentException e) {
      throw new MessageRefusedException(
          "Topic \"%s\": the message cannot be published: %s".formatted(topic, e.getMessage()), e);
    }
    int most = context.settings().maxMessageBytes();
    if (content.length > most) {
      throw new MessageRefusedException(
          "Topic \"%s\": the message has %d bytes serialised; allowed are %d"
              .formatted(topic, content.length, most));
    }
    return content;
  }

  @Override
  public Subscription subscribe(String topic, MessageListener<Object> listener) {
    return subscribe(topic, Object.class, listener);
  }

  @Override
  public <M> Subscription subscribe(
      String topic, Class<M> messages, MessageListener<? super M> listener) {
    Objects.requireNonNull(messages, "messages");
    Objects.requireNonNull(listener, "listener");
    TopicPattern pattern = TopicPattern.of(Objects.requireNonNull(topic, "topic"));
    var listening = new Listening<>(context, pattern, messages, listener, channels::remove);
    channels.add(listening);
    if (pattern.isName()) {
      context.loop().execute(() -> channels.open(topic));
    }
    return listening;
  }

  // ---- on the loop ----

  /** What went through this node's topics. */
  public TopicsReport report() {
    return channels.report();
  }

  /** Sends what waits; afterwards nothing is published. Called before the node leaves. */
  public void close() {
    closed = true;
    publisher.close();
  }

  private void onBatch(NodeId sender, TopicBatch batch) {
    if (sender.equals(context.membership().self())) {
      publisher.echoed(batch);
      return;
    }
    var read = Batch.of(batch);
    Follower follower = follower(sender);
    if (follower != null) {
      follower.onBatch(read);
    }
  }

  private @Nullable Follower follower(NodeId sender) {
    Follower present = followers.get(sender);
    if (present != null) {
      return present;
    }
    if (followers.size() >= MOST_FOLLOWERS) {
      forgetStrangers();
    }
    if (followers.size() >= MOST_FOLLOWERS) {
      context.counters().increment("topics.too-many-publishers");
      return null;
    }
    var made = new Follower(context, channels, sender, heldBytes);
    followers.put(sender, made);
    return made;
  }

  /** Who is no member never ends. */
  private void forgetStrangers() {
    for (NodeId node : List.copyOf(followers.keySet())) {
      if (context.membership().member(node) == null) {
        end(node);
      }
    }
  }

  private void end(NodeId node) {
    Follower follower = followers.remove(node);
    if (follower != null) {
      follower.end();
    }
  }

  private void onRepair(NodeId asker, TopicRepair repair) {
    if (repair.getFrom() < 0 || repair.getTo() < 0) {
      throw new IllegalArgumentException("a range without numbers");
    }
    publisher.repair(asker, repair);
  }

  private void onKept(NodeId sender, TopicKept kept) {
    if (kept.getSince() < 1 || kept.getOldest() < 1) {
      throw new IllegalArgumentException("a beginning without a number");
    }
    Follower follower = followers.get(sender);
    if (follower != null) {
      follower.onKept(kept);
    }
  }

  private final class Members implements MembershipListener {
    @Override
    public void joined(Member member) {
      publisher.joined(member.id());
    }

    @Override
    public void trusted(Member member) {
      publisher.heardAgain();
    }

    @Override
    public void ended(NodeId node) {
      publisher.ended(node);
      end(node);
    }

    @Override
    public void rejoined(NodeId before, NodeId now) {
      publisher.begin();
    }
  }

  private final class Link implements LinkListener {
    @Override
    public void connected() {
      publisher.heardAgain();
    }
  }
}
