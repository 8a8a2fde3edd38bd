package io.lockstep.testkit.simulation;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.Envelope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads messages out of frames, and joins those in parts. */
final class FrameReader {
  private static final Map<Integer, MessageType<?>> TYPES =
      Stream.<MessageType<?>>of(
              MessageType.HEARTBEAT,
              MessageType.LEAVE,
              MessageType.DEATH_PROPOSAL,
              MessageType.DEATH_VOTE,
              MessageType.DEATH_PROPOSAL_WITHDRAWN,
              MessageType.DEATH_NOTICE,
              MessageType.PROBE,
              MessageType.BATCH,
              MessageType.BATCH_ACK,
              MessageType.BATCH_GAP,
              MessageType.FENCED,
              MessageType.INSTALL,
              MessageType.INSTALL_ACK,
              MessageType.SETTLED,
              MessageType.RETIRE,
              MessageType.RETIRE_ACK,
              MessageType.CLAIM,
              MessageType.CLAIM_ANSWER,
              MessageType.RAISE,
              MessageType.RAISE_ANSWER,
              MessageType.LOSS_QUERY,
              MessageType.LOSS_ANSWER,
              MessageType.VERIFY,
              MessageType.HAND_OFF,
              MessageType.STORE_BATCH,
              MessageType.STORE_REPAIR,
              MessageType.STORE_STATUS,
              MessageType.STORE_PULL,
              MessageType.STORE_CHUNK,
              MessageType.STORE_PULL_NEXT,
              MessageType.TOPIC_BATCH,
              MessageType.TOPIC_REPAIR,
              MessageType.TOPIC_KEPT,
              MessageType.SNAPSHOT_REQUEST,
              MessageType.SNAPSHOT_ANSWER,
              MessageType.RPC_REQUEST,
              MessageType.RPC_REPLY,
              MessageType.RUN_TASK)
          .collect(Collectors.toMap(MessageType::number, Function.identity()));

  private final Map<List<Long>, List<Envelope>> parts = new HashMap<>();

  /** The message that the frame completes, or null when it is a part that does not. */
  @Nullable Message read(byte[] frame) {
    Envelope envelope = envelope(frame);
    ByteString payload = envelope.hasPart() ? joined(envelope) : envelope.getPayload();
    return payload == null ? null : parse(envelope.getType(), payload);
  }

  private @Nullable ByteString joined(Envelope envelope) {
    var key = List.of(envelope.getIncarnation(), envelope.getPart().getMessage());
    List<Envelope> present = parts.computeIfAbsent(key, any -> new ArrayList<>());
    if (envelope.getPart().getIndex() == present.size()) {
      present.add(envelope);
    }
    if (present.size() < envelope.getPart().getCount()) {
      return null;
    }
    parts.remove(key);
    return ByteString.copyFrom(present.stream().map(Envelope::getPayload).toList());
  }

  static Envelope envelope(byte[] frame) {
    try {
      return Envelope.parseFrom(frame);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("A node sent what is no envelope", e);
    }
  }

  static @Nullable Message parse(int type, ByteString payload) {
    MessageType<?> known = TYPES.get(type);
    try {
      return known == null ? null : known.parser().parseFrom(payload);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("A node sent a malformed " + known.name(), e);
    }
  }

  static String name(int type) {
    MessageType<?> known = TYPES.get(type);
    return known == null ? "type " + type : known.name();
  }
}
