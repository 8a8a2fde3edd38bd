package io.lockstep.topic;

import com.google.protobuf.ByteString;
import io.lockstep.transport.NodeId;

/**
 * A message in its place among its publisher's.
 *
 * @param content as {@link io.lockstep.wire.PlainBytes} writes it
 */
record Numbered(String topic, NodeId publisher, long number, ByteString content) {
  /** What it takes in a queue. */
  long weight() {
    return content.size() + (long) TopicSettings.OVERHEAD_BYTES;
  }
}
