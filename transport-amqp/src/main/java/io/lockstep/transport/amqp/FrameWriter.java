package io.lockstep.transport.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import io.lockstep.transport.NodeId;
import io.lockstep.transport.connection.Outbox.Outgoing;
import io.lockstep.transport.connection.OutboxSender;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes one link's frames to the broker. */
final class FrameWriter implements OutboxSender.Carrier {
  private static final int MOST_DESTINATIONS = 10_000;

  private static final class Destination {
    final String key;
    long frames;

    Destination(String key) {
      this.key = key;
    }
  }

  private final Channel channel;
  private final Blockage blockage;
  private final NetworkNames names;
  private final NodeId self;
  private final int link;
  private final Destination everybody = new Destination("");
  private final Map<NodeId, Destination> destinations =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<NodeId, Destination> eldest) {
          return size() > MOST_DESTINATIONS;
        }
      };

  /**
   * @param blockage of the channel's connection
   * @param link counts this node's links
   */
  FrameWriter(Channel channel, Blockage blockage, NetworkNames names, NodeId self, int link) {
    this.channel = channel;
    this.blockage = blockage;
    this.names = names;
    this.self = self;
    this.link = link;
  }

  @Override
  public void carry(Outgoing outgoing) throws IOException, InterruptedException {
    blockage.awaitEnd();
    byte[] frame = outgoing.frame();
    NodeId to = outgoing.to();
    if (to == null) {
      channel.basicPublish(names.toAll(), "", false, properties(everybody), frame);
    } else {
      Destination one = destinations.computeIfAbsent(to, id -> new Destination(id.toString()));
      channel.basicPublish(names.toOne(), one.key, true, properties(one), frame);
    }
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
