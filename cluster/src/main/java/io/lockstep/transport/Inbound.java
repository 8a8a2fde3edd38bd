package io.lockstep.transport;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import io.lockstep.wire.proto.Envelope;
import org.jspecify.annotations.Nullable;

/**
 * Receives over one instance for one life of the node; what still comes in for an earlier one is
 * dropped.
 */
final class Inbound implements TransportListener {
  private final Messenger messenger;
  private final Lane lane;
  private final Life life;
  private final Reassembler reassembler = new Reassembler(Messenger.MAX_MESSAGE_BYTES);

  Inbound(Messenger messenger, Lane lane, Life life) {
    this.messenger = messenger;
    this.lane = lane;
    this.life = life;
  }

  @Override
  public void received(byte[] frame) {
    try {
      receive(Envelope.parseFrom(frame), frame.length);
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      messenger.badFrames().add(0, e);
    }
  }

  private void receive(Envelope envelope, int frameBytes) {
    if (envelope.getIncarnation() == 0 || envelope.getVersion() == 0) {
      throw new IllegalArgumentException("no envelope of ours");
    }
    Messenger.Route<?> route = messenger.routeOf(envelope);
    if (route == null) {
      return;
    }
    lane.traffic().received(route.type().key(), frameBytes);
    try {
      ByteString payload = payload(envelope);
      if (payload != null) {
        deliver(new NodeId(envelope.getIncarnation()), route, payload);
      }
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      malformed(envelope.getIncarnation(), route, e);
    }
  }

  private @Nullable ByteString payload(Envelope envelope) {
    if (!envelope.hasPart()) {
      return envelope.getPayload();
    }
    byte[] whole = reassembler.add(envelope);
    return whole == null ? null : UnsafeByteOperations.unsafeWrap(whole);
  }

  private void deliver(NodeId sender, Messenger.Route<?> route, ByteString payload)
      throws InvalidProtocolBufferException {
    Runnable delivery = route.delivery(sender, lane.instance(), payload);
    boolean waits =
        lane.backlog()
            .offer(
                payload.size(),
                () -> {
                  if (messenger.isCurrent(life) && messenger.admits(sender, lane.instance())) {
                    run(sender, route, delivery);
                  }
                });
    if (!waits) {
      lane.traffic().dropped(route.type().key());
      messenger.counters().increment("messages.overflow");
    }
  }

  /** What parses may still make no sense; that, too, costs only the frame. */
  private void run(NodeId sender, Messenger.Route<?> route, Runnable delivery) {
    try {
      delivery.run();
    } catch (IllegalArgumentException e) {
      malformed(sender.incarnation(), route, e);
    }
  }

  private void malformed(long source, Messenger.Route<?> route, Exception cause) {
    lane.traffic().dropped(route.type().key());
    messenger.badFrames().add(source, cause);
  }

  private void tell(Runnable event) {
    lane.backlog()
        .add(
            () -> {
              if (messenger.isCurrent(life)) {
                event.run();
              }
            });
  }

  @Override
  public void connected() {
    life.opened(lane.instance());
    tell(() -> life.connected(lane.instance()));
  }

  @Override
  public void disconnected() {
    tell(() -> life.disconnected(lane.instance()));
  }

  @Override
  public void unreachable(NodeId node) {
    tell(() -> life.unreachable(lane.instance(), node));
  }

  @Override
  public void dead(NodeId node) {
    tell(() -> life.dead(lane.instance(), node));
  }

  @Override
  public void declaredDead() {
    tell(life::declaredDead);
  }

  @Override
  public void nobodyElse() {
    tell(() -> life.nobodyElse(lane.instance()));
  }
}
