package io.lockstep.transport.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import io.lockstep.transport.NodeId;
import io.lockstep.transport.connection.Outbox;
import io.lockstep.transport.connection.Outbox.Outgoing;
import io.lockstep.transport.connection.TrafficCounters;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Writes one link's frames to the broker, in order. */
final class FrameWriter {
  private static final int MOST_DESTINATIONS = 10_000;

  private static final class Destination {
    final String key;
    long frames;

    Destination(String key) {
      this.key = key;
    }
  }

  private final Channel channel;
  private final NetworkNames names;
  private final NodeId self;
  private final int link;
  private final TrafficCounters counters;
  private final Destination everybody = new Destination("");
  private final Map<NodeId, Destination> destinations =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<NodeId, Destination> eldest) {
          return size() > MOST_DESTINATIONS;
        }
      };

  /**
   * @param link counts this node's links
   */
  FrameWriter(
      Channel channel, NetworkNames names, NodeId self, int link, TrafficCounters counters) {
    this.channel = channel;
    this.names = names;
    this.self = self;
    this.link = link;
    this.counters = counters;
  }

  /**
   * Writes until it is interrupted, comes to the outbox's end, or the channel fails. What is left
   * then is dropped.
   *
   * @param failed told why no more can be written
   */
  void run(Outbox outbox, Consumer<String> failed) {
    String reason = "all is written";
    try {
      for (Outgoing next = outbox.take(); next != Outbox.END; next = outbox.take()) {
        write(next);
      }
    } catch (InterruptedException e) {
      reason = "the writer was interrupted";
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException | Error e) {
      reason = String.valueOf(e.getMessage());
    } finally {
      failed.accept(reason);
      counters.dropped(outbox.discard());
    }
  }

  private void write(Outgoing outgoing) throws IOException {
    byte[] frame = outgoing.frame();
    NodeId to = outgoing.to();
    if (to == null) {
      channel.basicPublish(names.toAll(), "", false, properties(everybody), frame);
    } else {
      Destination one = destinations.computeIfAbsent(to, id -> new Destination(id.toString()));
      channel.basicPublish(names.toOne(), one.key, true, properties(one), frame);
    }
    counters.sent(frame.length);
  }

  private AMQP.BasicProperties properties(Destination destination) {
    destination.frames++;
    return new AMQP.BasicProperties.Builder()
        .deliveryMode(1)
        .appId(self.toString())
        .messageId(new FrameStamp(link, destination.frames).toString())
        .build();
  }
}
