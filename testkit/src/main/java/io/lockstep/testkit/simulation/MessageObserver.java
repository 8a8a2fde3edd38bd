package io.lockstep.testkit.simulation;

import com.google.protobuf.Message;
import io.lockstep.transport.NodeId;
import org.jspecify.annotations.Nullable;

/** Sees each message when its sender hands the last part of it to the network. */
interface MessageObserver {
  /**
   * A message was sent.
   *
   * @param to null when it was sent to all
   */
  void sent(NodeId from, @Nullable NodeId to, Message message);
}
