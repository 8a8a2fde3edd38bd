package io.lockstep.transport;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.Envelope;
import io.lockstep.wire.proto.Heartbeat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Turns the frames of this version into what a node of the next one may send among nodes of this
 * one: every message in them has a field that nobody knows yet, heartbeats tell the higher version,
 * and after each frame comes one of a type that nobody knows yet.
 */
public final class NextVersion {
  /** A version that this code does not read. */
  public static final int VERSION = Messenger.NEWEST_VERSION + 1;

  private static final int NEW_FIELD = 15_000;
  private static final int NEW_TYPE = 15_000;

  private static final Map<Integer, MessageType<?>> TYPES =
      Arrays.stream(MessageType.class.getFields())
          .filter(field -> field.getType() == MessageType.class)
          .map(NextVersion::typeOf)
          .collect(Collectors.toMap(MessageType::number, Function.identity()));

  private NextVersion() {}

  private static MessageType<?> typeOf(java.lang.reflect.Field field) {
    try {
      return (MessageType<?>) field.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The frames that are sent for one. */
  public static List<byte[]> frames(byte[] frame) {
    try {
      Envelope envelope = Envelope.parseFrom(frame);
      Envelope written = envelope.hasPart() ? envelope : grown(envelope);
      return List.of(
          withNewField(written).toByteArray(),
          envelope.toBuilder().clearPart().setType(NEW_TYPE).build().toByteArray());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Envelope grown(Envelope envelope) throws InvalidProtocolBufferException {
    MessageType<?> type = TYPES.get(envelope.getType());
    if (type == null) {
      throw new IllegalStateException("No type has the number " + envelope.getType());
    }
    Message message = type.parser().parseFrom(envelope.getPayload());
    if (message instanceof Heartbeat heartbeat) {
      Heartbeat.Builder newer = heartbeat.toBuilder();
      newer.getStateBuilder().setWireVersion(VERSION);
      message = newer.build();
    }
    return envelope.toBuilder().setPayload(withNewField(message).toByteString()).build();
  }

  /** Also in all that it contains. */
  private static Message withNewField(Message message) {
    Message.Builder builder = message.toBuilder();
    message.getAllFields().forEach((field, value) -> grow(builder, field, value));
    builder.setUnknownFields(
        UnknownFieldSet.newBuilder()
            .addField(
                NEW_FIELD,
                Field.newBuilder().addLengthDelimited(ByteString.copyFromUtf8("new")).build())
            .build());
    return builder.build();
  }

  private static void grow(Message.Builder builder, FieldDescriptor field, Object value) {
    if (field.isMapField() || field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
      return;
    }
    if (value instanceof List<?> all) {
      var grown = new ArrayList<Message>();
      all.forEach(each -> grown.add(withNewField((Message) each)));
      builder.setField(field, grown);
    } else {
      builder.setField(field, withNewField((Message) value));
    }
  }
}
