package io.lockstep.transport;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnsafeByteOperations;
import io.lockstep.report.Counters;
import io.lockstep.time.EventLoop;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.Envelope;
import io.lockstep.wire.proto.Part;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends and receives typed messages over a transport: wraps them in envelopes, splits and joins
 * what is larger than a frame, drops what is malformed or foreign, and hands the rest to the
 * handlers on the node's loop.
 *
 * <p>Sending may be done from any thread; handlers and listeners are added before {@link #open}.
 */
public final class Messenger {
  /** The version of the wire format that this code writes. */
  public static final int WIRE_VERSION = 1;

  /** The largest message, in bytes, over all its parts. */
  public static final int MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

  private static final Logger log = LoggerFactory.getLogger(Messenger.class);
  private static final int ENVELOPE_ROOM = 128;
  private static final int MOST_PENDING = 100_000;
  private static final long MOST_PENDING_BYTES = 256L * 1024 * 1024;

  private final EventLoop loop;
  private final Transport transport;
  private final Counters counters;
  private final int clusterHash;
  private final int senderHash;
  private final Map<Integer, Route<?>> routes = new HashMap<>();
  private final List<LinkListener> listeners = new CopyOnWriteArrayList<>();
  private final AtomicInteger pending = new AtomicInteger();
  private final AtomicLong pendingBytes = new AtomicLong();
  private final AtomicLong messages = new AtomicLong();
  private final Map<Long, Boolean> reportedSources = new ConcurrentHashMap<>();
  private volatile SenderGate gate = sender -> true;
  private volatile long self;

  public Messenger(EventLoop loop, Transport transport, NodeAddress address, Counters counters) {
    this.loop = loop;
    this.transport = transport;
    this.counters = counters;
    this.clusterHash = address.clusterHash();
    this.senderHash = address.hashCode();
  }

  /** Registers the one handler of a type. */
  public <M extends Message> void on(MessageType<M> type, MessageHandler<M> handler) {
    if (routes.putIfAbsent(type.number(), new Route<>(type, handler)) != null) {
      throw new IllegalStateException("Two handlers for " + type.name());
    }
  }

  public void addListener(LinkListener listener) {
    listeners.add(listener);
  }

  /** Sets who decides which senders are heard; by default all are. */
  public void setGate(SenderGate gate) {
    this.gate = gate;
  }

  /** Opens the transport for one life of the node. */
  public void open(NodeId id) {
    self = id.incarnation();
    transport.open(id, new Inbound(id));
  }

  /** Ends the current life on the network; what still waits on the loop is dropped. */
  public void close() {
    self = 0;
    transport.close();
  }

  public TransportStatistics statistics() {
    return transport.statistics();
  }

  /** Sends a message to one node; it may be lost. */
  public <M extends Message> void send(NodeId to, MessageType<M> type, M message) {
    for (byte[] frame : frames(type, message)) {
      transport.send(to, frame);
    }
  }

  /** Sends a message to every node, this one included; it may be lost. */
  public <M extends Message> void broadcast(MessageType<M> type, M message) {
    for (byte[] frame : frames(type, message)) {
      transport.broadcast(frame);
    }
  }

  private <M extends Message> List<byte[]> frames(MessageType<M> type, M message) {
    ByteString payload = message.toByteString();
    if (payload.size() > MAX_MESSAGE_BYTES) {
      counters.increment("messages.oversized");
      log.error(
          "Dropped a {} of {} bytes: allowed are {}",
          type.name(),
          payload.size(),
          MAX_MESSAGE_BYTES);
      return List.of();
    }
    Envelope.Builder envelope =
        Envelope.newBuilder()
            .setVersion(WIRE_VERSION)
            .setCluster(clusterHash)
            .setSender(senderHash)
            .setIncarnation(self)
            .setKey(type.key())
            .setType(type.number());
    int room = transport.maxFrameBytes() - ENVELOPE_ROOM;
    if (payload.size() <= room) {
      return List.of(envelope.setPayload(payload).build().toByteArray());
    }
    return split(envelope, payload, room);
  }

  private List<byte[]> split(Envelope.Builder envelope, ByteString payload, int room) {
    int count = (payload.size() + room - 1) / room;
    Part.Builder part =
        Part.newBuilder()
            .setMessage(messages.incrementAndGet())
            .setCount(count)
            .setTotalBytes(payload.size());
    byte[][] frames = new byte[count][];
    for (int index = 0; index < count; index++) {
      int end = Math.min(payload.size(), (index + 1) * room);
      frames[index] =
          envelope
              .setPart(part.setIndex(index))
              .setPayload(payload.substring(index * room, end))
              .build()
              .toByteArray();
    }
    return List.of(frames);
  }

  private record Route<M extends Message>(MessageType<M> type, MessageHandler<M> handler) {
    Runnable delivery(NodeId sender, ByteString payload) throws InvalidProtocolBufferException {
      M message = type.parser().parseFrom(payload);
      return () -> handler.handle(sender, message);
    }
  }

  /** Receives for one life of the node; what still comes in for an earlier one is dropped. */
  private final class Inbound implements TransportListener {
    private final NodeId id;
    private final Reassembler reassembler = new Reassembler(MAX_MESSAGE_BYTES);

    Inbound(NodeId id) {
      this.id = id;
    }

    @Override
    public void received(byte[] frame) {
      try {
        receive(Envelope.parseFrom(frame));
      } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
        malformed(0, e);
      }
    }

    private void receive(Envelope envelope) {
      if (envelope.getIncarnation() == 0 || envelope.getVersion() == 0) {
        throw new IllegalArgumentException("no envelope of ours");
      }
      if (envelope.getCluster() != clusterHash) {
        counters.increment("frames.foreign");
        return;
      }
      Route<?> route = routes.get(envelope.getType());
      if (route == null) {
        counters.increment("messages.unknown-type");
        return;
      }
      try {
        ByteString payload = payload(envelope);
        if (payload != null) {
          deliver(new NodeId(envelope.getIncarnation()), route, payload);
        }
      } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
        malformed(envelope.getIncarnation(), e);
      }
    }

    private @Nullable ByteString payload(Envelope envelope) {
      if (!envelope.hasPart()) {
        return envelope.getPayload();
      }
      byte[] whole = reassembler.add(envelope);
      return whole == null ? null : UnsafeByteOperations.unsafeWrap(whole);
    }

    private void deliver(NodeId sender, Route<?> route, ByteString payload)
        throws InvalidProtocolBufferException {
      Runnable delivery = route.delivery(sender, payload);
      int bytes = payload.size();
      boolean many = pending.incrementAndGet() > MOST_PENDING;
      if (pendingBytes.addAndGet(bytes) > MOST_PENDING_BYTES || many) {
        pending.decrementAndGet();
        pendingBytes.addAndGet(-bytes);
        counters.increment("messages.overflow");
        return;
      }
      loop.execute(
          () -> {
            pending.decrementAndGet();
            pendingBytes.addAndGet(-bytes);
            if (isCurrent() && gate.admits(sender)) {
              run(sender, delivery);
            }
          });
    }

    /** What parses may still make no sense; that, too, costs only the frame. */
    private void run(NodeId sender, Runnable delivery) {
      try {
        delivery.run();
      } catch (IllegalArgumentException e) {
        malformed(sender.incarnation(), e);
      }
    }

    /** A bad frame costs itself, a count, and one line in the log per source. */
    private void malformed(long source, Exception cause) {
      counters.increment("frames.malformed");
      if (reportedSources.size() < 1000 && reportedSources.putIfAbsent(source, true) == null) {
        log.warn(
            "Dropped a malformed frame from {}; further ones are only counted: {}",
            source == 0 ? "an unknown sender" : new NodeId(source),
            cause.getMessage());
      }
    }

    private boolean isCurrent() {
      return self == id.incarnation();
    }

    private void tell(Consumer<LinkListener> event) {
      loop.execute(
          () -> {
            if (isCurrent()) {
              listeners.forEach(event);
            }
          });
    }

    @Override
    public void connected() {
      tell(LinkListener::connected);
    }

    @Override
    public void disconnected() {
      tell(LinkListener::disconnected);
    }

    @Override
    public void unreachable(NodeId node) {
      tell(listener -> listener.unreachable(node));
    }

    @Override
    public void dead(NodeId node) {
      tell(listener -> listener.dead(node));
    }

    @Override
    public void declaredDead() {
      tell(LinkListener::declaredDead);
    }

    @Override
    public void nobodyElse() {
      tell(LinkListener::nobodyElse);
    }
  }
}
