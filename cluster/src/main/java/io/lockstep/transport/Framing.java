package io.lockstep.transport;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.lockstep.report.Counters;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.Envelope;
import io.lockstep.wire.proto.Part;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts messages into envelopes, in parts where one is larger than a frame. Thread-safe. */
final class Framing {
  private static final Logger log = LoggerFactory.getLogger(Framing.class);
  private static final int ENVELOPE_ROOM = 128;

  private final int clusterHash;
  private final int senderHash;
  private final Counters counters;
  private final AtomicLong messages = new AtomicLong();

  Framing(NodeAddress sender, Counters counters) {
    this.clusterHash = sender.clusterHash();
    this.senderHash = sender.hashCode();
    this.counters = counters;
  }

  /** The message's frames; none, and a count, when it is larger than any may be. */
  <M extends Message> List<byte[]> frames(
      int version, long sender, MessageType<M> type, M message, int maxFrameBytes) {
    ByteString payload = message.toByteString();
    if (payload.size() > Messenger.MAX_MESSAGE_BYTES) {
      counters.increment("messages.oversized");
      log.error(
          "Dropped a {} of {} bytes: allowed are {}",
          type.name(),
          payload.size(),
          Messenger.MAX_MESSAGE_BYTES);
      return List.of();
    }
    Envelope.Builder envelope =
        Envelope.newBuilder()
            .setVersion(version)
            .setCluster(clusterHash)
            .setSender(senderHash)
            .setIncarnation(sender)
            .setKey(type.key())
            .setType(type.number());
    int room = maxFrameBytes - ENVELOPE_ROOM;
    if (payload.size() <= room) {
      return List.of(envelope.setPayload(payload).build().toByteArray());
    }
    return split(envelope, payload, room);
  }

  private List<byte[]> split(Envelope.Builder envelope, ByteString payload, int room) {
    int count = (payload.size() + room - 1) / room;
    Part.Builder part =
        Part.newBuilder()
            .setMessage(messages.incrementAndGet())
            .setCount(count)
            .setTotalBytes(payload.size());
    byte[][] frames = new byte[count][];
    for (int index = 0; index < count; index++) {
      int end = Math.min(payload.size(), (index + 1) * room);
      frames[index] =
          envelope
              .setPart(part.setIndex(index))
              .setPayload(payload.substring(index * room, end))
              .build()
              .toByteArray();
    }
    return List.of(frames);
  }
}
