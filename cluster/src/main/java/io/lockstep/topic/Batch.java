package io.lockstep.topic;

import com.google.protobuf.InvalidProtocolBufferException;
import io.lockstep.wire.proto.TopicBatch;
import io.lockstep.wire.proto.TopicEntries;
import io.lockstep.wire.proto.TopicEntry;
import java.util.List;

/**
 * A batch of messages that came in.
 *
 * @param from the first one's number, or that of the next one when there is none
 * @param bytes what it takes while it waits
 */
record Batch(long from, List<TopicEntry> messages, int bytes) {
  /** Reads it; refuses what makes no sense with an {@link IllegalArgumentException}. */
  static Batch of(TopicBatch wire) {
    List<TopicEntry> messages = entries(wire);
    if (wire.getFrom() < 1
        || wire.getFrom() > Long.MAX_VALUE - messages.size()
        || wire.getCount() != messages.size()) {
      throw new IllegalArgumentException("a batch without numbers");
    }
    if (!messages.isEmpty() && !messages.get(0).hasTopic()) {
      throw new IllegalArgumentException("messages without a topic");
    }
    for (TopicEntry entry : messages) {
      if (entry.hasTopic()) {
        TopicPattern.checkName(entry.getTopic());
      }
    }
    return new Batch(wire.getFrom(), messages, wire.getSerializedSize());
  }

  private static List<TopicEntry> entries(TopicBatch wire) {
    try {
      return TopicEntries.parseFrom(wire.getMessages()).getMessagesList();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** The last message's number. */
  long last() {
    return from + messages.size() - 1;
  }
}
