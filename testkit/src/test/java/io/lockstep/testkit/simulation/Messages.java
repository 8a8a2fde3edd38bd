package io.lockstep.testkit.simulation;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.Envelope;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes whole messages out of frames, and puts others in their place. */
final class Messages {
  private Messages() {}

  /** The message in the frame, when it is whole and of that type. */
  static <M extends Message> Optional<M> in(byte[] frame, MessageType<M> type) {
    Envelope envelope = FrameReader.envelope(frame);
    if (envelope.getType() != type.number() || envelope.hasPart()) {
      return Optional.empty();
    }
    try {
      return Optional.of(type.parser().parseFrom(envelope.getPayload()));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("A node sent a malformed " + type.name(), e);
    }
  }

  /** The frame with another message, and another sender unless that is null. */
  static <M extends Message> byte[] replace(
      byte[] frame, MessageType<M> type, M message, @Nullable Long sender) {
    Envelope.Builder envelope =
        FrameReader.envelope(frame).toBuilder()
            .setKey(type.key())
            .setType(type.number())
            .setPayload(message.toByteString());
    if (sender != null) {
      envelope.setIncarnation(sender);
    }
    return envelope.build().toByteArray();
  }
}
