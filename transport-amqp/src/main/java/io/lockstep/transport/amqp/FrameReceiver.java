package io.lockstep.transport.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import io.lockstep.transport.NodeId;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes what comes into the node's queue, and hands on what can be a frame. */
final class FrameReceiver extends DefaultConsumer {
  private static final Pattern NODE = Pattern.compile("[0-9a-f]{16}");
  private static final int LONGEST_LABEL = 60;

  private final NetworkNames names;
  private final Reception reception;
  private final Peers peers;
  private final Acknowledger acknowledger;
  private final Consumer<String> cancelled;

  /**
   * @param cancelled told why the broker delivers no more
   */
  FrameReceiver(
      Channel channel,
      NetworkNames names,
      Reception reception,
      Peers peers,
      Acknowledger acknowledger,
      Consumer<String> cancelled) {
    super(channel);
    this.names = names;
    this.reception = reception;
    this.peers = peers;
    this.acknowledger = acknowledger;
    this.cancelled = cancelled;
  }

  @Override
  public void handleDelivery(
      String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
    try {
      if (!Prober.isProbe(properties, body)) {
        accept(envelope, properties, body);
      }
    } finally {
      acknowledger.delivered(envelope.getDeliveryTag());
    }
  }

  @Override
  public void handleCancel(String tag) {
    cancelled.accept("the broker cancelled the consumer of this node's queue");
  }

  @Override
  public void handleShutdownSignal(String tag, ShutdownSignalException cause) {
    cancelled.accept(String.valueOf(cause.getMessage()));
  }

  private void accept(Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
    NodeId source = node(properties.getAppId());
    if (source == null) {
      reception.refuse("A message that is no frame", label(envelope, properties));
    } else if (body.length > AmqpTransportProvider.MAX_FRAME_BYTES) {
      reception.refuse("A frame of " + body.length + " bytes", source.toString());
    } else {
      // A frame that is refused says nothing about those before it.
      if (reception.accept(source, body)) {
        reception.lost(missingBefore(source, envelope, properties));
      }
    }
  }

  private long missingBefore(NodeId source, Envelope envelope, AMQP.BasicProperties properties) {
    FrameStamp stamp = FrameStamp.parse(properties.getMessageId());
    return names.toAll().equals(envelope.getExchange())
        ? peers.heardToAll(source, stamp)
        : peers.heardToOne(source, stamp);
  }

  private static @Nullable NodeId node(@Nullable String text) {
    if (text == null || !NODE.matcher(text).matches()) {
      return null;
    }
    long incarnation = Long.parseUnsignedLong(text, 16);
    return incarnation == 0 ? null : new NodeId(incarnation);
  }

  private static String label(Envelope envelope, AMQP.BasicProperties properties) {
    String text = "\"%s\" over %s".formatted(properties.getAppId(), envelope.getExchange());
    String plain = text.replaceAll("\\p{Cntrl}", "?");
    return plain.substring(0, Math.min(plain.length(), LONGEST_LABEL));
  }
}
