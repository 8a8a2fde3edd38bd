package io.lockstep.transport;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.lockstep.report.Counters;
import io.lockstep.time.EventLoop;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.Envelope;
import io.lockstep.wire.proto.TrafficKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Sends and receives typed messages over the node's transport instances, each message over the one
 * that carries its key: wraps them in envelopes, splits and joins what is larger than a frame,
 * drops what is malformed or foreign, and hands the rest to the handlers on the node's loop.
 *
 * <p>Sending may be done from any thread; handlers and listeners are added before {@link #open}.
 */
public final class Messenger {
  /** The newest version of the wire format that this code reads, and writes among its like. */
  public static final int NEWEST_VERSION = 1;

  /** The oldest one: what belongs to membership is always written in it, so that all read it. */
  public static final int OLDEST_VERSION = 1;

  /** The largest message, in bytes, over all its parts. */
  public static final int MAX_MESSAGE_BYTES = 32 * 1024 * 1024;

  private final KeyedTransports transports;
  private final List<Lane> lanes;
  private final Counters counters;
  private final int clusterHash;
  private final Framing framing;
  private final BadFrames badFrames;
  private final Map<Integer, Route<?>> routes = new HashMap<>();
  private final List<LinkListener> listeners = new CopyOnWriteArrayList<>();
  private final int newestVersion;
  private volatile int version = OLDEST_VERSION;
  private volatile SenderGate gate = (sender, instance) -> true;
  private volatile @Nullable Life life;

  public Messenger(
      EventLoop loop, KeyedTransports transports, NodeAddress address, Counters counters) {
    this(loop, transports, address, counters, NEWEST_VERSION);
  }

  /**
   * Of a node that reads up to another version than {@link #NEWEST_VERSION}, as in an upgrade.
   *
   * @param newestVersion at least {@link #OLDEST_VERSION}
   */
  public Messenger(
      EventLoop loop,
      KeyedTransports transports,
      NodeAddress address,
      Counters counters,
      int newestVersion) {
    this.newestVersion = newestVersion;
    this.transports = transports;
    this.counters = counters;
    this.clusterHash = address.clusterHash();
    this.framing = new Framing(address, counters);
    this.badFrames = new BadFrames(counters);
    this.lanes =
        IntStream.range(0, transports.size())
            .mapToObj(instance -> new Lane(loop, transports, instance))
            .toList();
  }

  /** Registers the one handler of a type. */
  public <M extends Message> void on(MessageType<M> type, MessageHandler<M> handler) {
    onEach(type, (sender, instance, message) -> handler.handle(sender, message));
  }

  /** Registers the one handler of a type that goes over several instances. */
  public <M extends Message> void onEach(MessageType<M> type, InstanceHandler<M> handler) {
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

  /** The newest version of the wire format that this node reads. */
  public int newestVersion() {
    return newestVersion;
  }

  /** The version that is written at present; until {@link #write} says more, the oldest. */
  public int version() {
    return version;
  }

  /**
   * Sets the version that is written from now on: the lowest that any receiver reads.
   *
   * @param lowest from {@link #OLDEST_VERSION} to {@link #newestVersion()}
   */
  public void write(int lowest) {
    version = lowest;
  }

  /** Opens all instances for one life of the node. */
  public void open(NodeId id) {
    var opened = new Life(id, lanes.size(), listeners);
    life = opened;
    lanes.forEach(lane -> lane.open(id, new Inbound(this, lane, opened)));
  }

  /** Ends the current life on the network; what still waits on the loop is dropped. */
  public void close() {
    life = null;
    lanes.forEach(Lane::close);
  }

  /** How many instances there are; each is called by its place, from 0. */
  public int instances() {
    return lanes.size();
  }

  /** The instance that carries the key. */
  public int instanceOf(TrafficKey key) {
    return transports.carrierOf(key);
  }

  /** What each instance has done since the node started, in their order. */
  public List<InstanceStatistics> statistics() {
    return lanes.stream().map(Lane::statistics).toList();
  }

  /** Sends a message to one node; it may be lost. */
  public <M extends Message> void send(NodeId to, MessageType<M> type, M message) {
    transmit(instanceOf(type.key()), to, type, message);
  }

  /** Sends a message to every node, this one included; it may be lost. */
  public <M extends Message> void broadcast(MessageType<M> type, M message) {
    transmit(instanceOf(type.key()), null, type, message);
  }

  /** As {@link #send}, over this instance, whatever keys it carries. */
  public <M extends Message> void sendOver(
      int instance, NodeId to, MessageType<M> type, M message) {
    transmit(instance, to, type, message);
  }

  /** As {@link #send}, over every instance. */
  public <M extends Message> void sendOverAll(NodeId to, MessageType<M> type, M message) {
    lanes.forEach(lane -> transmit(lane.instance(), to, type, message));
  }

  /** As {@link #broadcast}, over every instance. */
  public <M extends Message> void broadcastOverAll(MessageType<M> type, M message) {
    lanes.forEach(lane -> transmit(lane.instance(), null, type, message));
  }

  private <M extends Message> void transmit(
      int instance, @Nullable NodeId to, MessageType<M> type, M message) {
    Lane lane = lanes.get(instance);
    Life present = life;
    // After the end a transport drops what it is given, and counts it.
    long sender = present == null ? 0 : present.id().incarnation();
    List<byte[]> frames =
        present != null && !present.isWhole()
            ? List.of()
            : framing.frames(versionOf(type), sender, type, message, lane.maxFrameBytes());
    if (frames.isEmpty()) {
      lane.traffic().dropped(type.key());
    } else {
      lane.send(to, type.key(), frames);
    }
  }

  private int versionOf(MessageType<?> type) {
    return type.key() == TrafficKey.APP_NODE ? OLDEST_VERSION : version;
  }

  // ---- for what comes in ----

  /** Who takes the envelope's message; null, and a count, when it is not for this node. */
  @Nullable Route<?> routeOf(Envelope envelope) {
    if (envelope.getCluster() != clusterHash) {
      counters.increment("frames.foreign");
      return null;
    }
    if (envelope.getVersion() > newestVersion) {
      counters.increment("messages.newer-version");
      return null;
    }
    Route<?> route = routes.get(envelope.getType());
    if (route == null) {
      counters.increment("messages.unknown-type");
    }
    return route;
  }

  boolean admits(NodeId sender, int instance) {
    return gate.admits(sender, instance);
  }

  boolean isCurrent(Life asked) {
    return life == asked;
  }

  BadFrames badFrames() {
    return badFrames;
  }

  Counters counters() {
    return counters;
  }

  record Route<M extends Message>(MessageType<M> type, InstanceHandler<M> handler) {
    Runnable delivery(NodeId sender, int instance, ByteString payload)
        throws InvalidProtocolBufferException {
      M message = type.parser().parseFrom(payload);
      return () -> handler.handle(sender, instance, message);
    }
  }
}
