package io.lockstep.transport;

import com.google.protobuf.Message;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.Envelope;

/** Frames as a node would send them, made by hand. */
public final class Frames {
  private Frames() {}

  /** A whole message in one frame, from a sender of the same cluster as the address. */
  public static <M extends Message> byte[] frame(
      NodeAddress cluster, NodeId sender, MessageType<M> type, M message) {
    return envelope(cluster, sender, type.number())
        .setPayload(message.toByteString())
        .build()
        .toByteArray();
  }

  static Envelope.Builder envelope(NodeAddress cluster, NodeId sender, int type) {
    return Envelope.newBuilder()
        .setVersion(Messenger.OLDEST_VERSION)
        .setCluster(cluster.clusterHash())
        .setSender(cluster.hashCode())
        .setIncarnation(sender.incarnation())
        .setType(type);
  }
}
