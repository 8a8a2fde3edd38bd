package io.lockstep.topic;

import io.lockstep.report.NodeReport;
import io.lockstep.report.NodeReport.TopicReport;
import io.lockstep.report.NodeReport.TopicsReport;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Leads messages to the listeners of their topics. Lives on the loop; listeners come and go from
 * any thread.
 */
final class Channels {
  private static final int MOST_CHANNELS = 10_000;

  private final TopicContext context;
  private final List<Listening<?>> listenings = new CopyOnWriteArrayList<>();
  private final AtomicInteger version = new AtomicInteger();
  private final Map<String, Channel> channels = new TreeMap<>();
  private long gaps;
  private long lost;

  Channels(TopicContext context) {
    this.context = context;
  }

  /** From now on the listener hears; from any thread. */
  void add(Listening<?> listening) {
    listenings.add(listening);
    version.incrementAndGet();
  }

  /** The listener hears nothing more; from any thread. */
  void remove(Listening<?> listening) {
    listenings.remove(listening);
    version.incrementAndGet();
  }

  /** Makes the topic known before its first message. */
  void open(String topic) {
    channel(topic);
  }

  void published(Numbered message) {
    Channel channel = channel(message.topic());
    channel.published++;
    deliver(channel, message);
  }

  void received(Numbered message) {
    Channel channel = channel(message.topic());
    channel.received++;
    deliver(channel, message);
  }

  private void deliver(Channel channel, Numbered message) {
    for (Listening<?> listening : channel.listenings()) {
      if (!listening.hear(message)) {
        channel.dropped++;
        context.counters().increment("topics.overflow");
      }
    }
  }

  /** Messages are lost of which nobody here knows the topics. */
  void lost(MissedMessages missed) {
    gaps++;
    lost += missed.count();
    listenings.forEach(listening -> listening.miss(missed));
  }

  private Channel channel(String topic) {
    Channel present = channels.get(topic);
    if (present != null) {
      return present;
    }
    var made = new Channel(topic);
    if (channels.size() < MOST_CHANNELS) {
      channels.put(topic, made);
    } else {
      // It is heard all the same, and not listed.
      context.counters().increment("topics.too-many");
    }
    return made;
  }

  TopicsReport report() {
    List<TopicReport> topics =
        channels.values().stream().limit(NodeReport.MOST_TOPICS).map(Channel::report).toList();
    return new TopicsReport(topics, gaps, lost);
  }

  /** One topic on this node. */
  private final class Channel {
    private final String topic;
    private List<Listening<?>> fitting = List.of();
    private int fittingVersion = -1;
    private long published;
    private long received;
    private long dropped;

    private Channel(String topic) {
      this.topic = topic;
    }

    private List<Listening<?>> listenings() {
      int current = version.get();
      if (fittingVersion != current) {
        fitting = listenings.stream().filter(each -> each.fits(topic)).toList();
        fittingVersion = current;
      }
      return fitting;
    }

    private TopicReport report() {
      return new TopicReport(topic, listenings().size(), published, received, dropped);
    }
  }
}
