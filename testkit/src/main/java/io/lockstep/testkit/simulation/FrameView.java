package io.lockstep.testkit.simulation;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.lockstep.wire.proto.Envelope;
import io.lockstep.wire.proto.WireEpoch;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** A frame as a line of text, made only when it is printed. */
final class FrameView {
  private static final int MOST_BYTES = 24;

  private final String to;
  private final byte[] frame;

  FrameView(String to, byte[] frame) {
    this.to = to;
    this.frame = frame;
  }

  @Override
  public String toString() {
    Envelope envelope = FrameReader.envelope(frame);
    String name = FrameReader.name(envelope.getType());
    if (envelope.hasPart()) {
      return "-> %s %s part %d of %d"
          .formatted(to, name, envelope.getPart().getIndex(), envelope.getPart().getCount());
    }
    Message message = FrameReader.parse(envelope.getType(), envelope.getPayload());
    return "-> %s %s%s".formatted(to, name, message == null ? "" : text(message));
  }

  private static String text(Object value) {
    if (value instanceof WireEpoch epoch) {
      return epoch.getCounter() + "@" + shortHex(epoch.getNode());
    }
    if (value instanceof Message message) {
      return message.getAllFields().entrySet().stream()
          .map(field -> field.getKey().getName() + "=" + text(field.getKey(), field.getValue()))
          .collect(Collectors.joining(" ", "{", "}"));
    }
    return String.valueOf(value);
  }

  private static String text(FieldDescriptor field, Object value) {
    if (value instanceof List<?> list) {
      return list.stream()
          .map(element -> single(field, element))
          .collect(Collectors.joining(",", "[", "]"));
    }
    return single(field, value);
  }

  private static String single(FieldDescriptor field, Object value) {
    if (value instanceof ByteString bytes) {
      return field.getName().equals("session") ? hex(bytes) : clear(bytes);
    }
    boolean id = field.getType() == FieldDescriptor.Type.FIXED64;
    return id && value instanceof Long number ? shortHex(number) : text(value);
  }

  static String hex(ByteString session) {
    String hex = HexFormat.of().formatHex(session.toByteArray());
    return hex.substring(0, Math.min(12, hex.length()));
  }

  private static String clear(ByteString bytes) {
    String clear = bytes.toStringUtf8();
    return clear.length() > MOST_BYTES ? clear.substring(0, MOST_BYTES) + "…" : clear;
  }

  static String shortHex(long id) {
    return HexFormat.of().toHexDigits(id).substring(0, 4);
  }
}
