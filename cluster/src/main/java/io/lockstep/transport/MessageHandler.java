package io.lockstep.transport;

import com.google.protobuf.Message;

/** Takes messages of one type. Called on the node's loop; must not wait. */
@FunctionalInterface
public interface MessageHandler<M extends Message> {
  void handle(NodeId sender, M message);
}
