package io.lockstep.transport;

import com.google.protobuf.Message;

/**
 * As {@link MessageHandler}, for messages that go over more than one instance and mean something
 * else on each.
 */
@FunctionalInterface
public interface InstanceHandler<M extends Message> {
  /**
   * A message came in.
   *
   * @param instance over which, by its place in {@link KeyedTransports}
   */
  void handle(NodeId sender, int instance, M message);
}
