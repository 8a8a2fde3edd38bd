package io.lockstep.transport;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.lockstep.time.VirtualTime;
import io.lockstep.wire.proto.Envelope;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A network without faults of its own, in virtual time: each frame takes one millisecond, in order
 * per sender and receiver, and a test decides which are lost. It is no arbiter unless told to be.
 */
public final class VirtualNetwork {
  private static final int MAX_FRAME_BYTES = 64 * 1024;

  private final VirtualTime time;
  private Duration latency = Duration.ofMillis(1);
  private final boolean arbiter;
  private final List<VirtualTransport> transports = new ArrayList<>();
  private final List<Predicate<Frame>> losses = new ArrayList<>();
  private final List<Frame> delivered = new ArrayList<>();
  private Function<byte[], List<byte[]>> writing = List::of;

  /** A frame on its way. */
  public record Frame(VirtualTransport from, VirtualTransport to, ByteString bytes) {
    /** Its envelope. */
    public Envelope envelope() {
      try {
        return Envelope.parseFrom(bytes);
      } catch (InvalidProtocolBufferException e) {
        throw new IllegalStateException(e);
      }
    }

    boolean isOf(int type) {
      return envelope().getType() == type;
    }
  }

  /**
   * A network on which nobody is yet.
   *
   * @param arbiter whether it tells that a node is dead when a frame to it finds nobody
   */
  public VirtualNetwork(VirtualTime time, boolean arbiter) {
    this.time = time;
    this.arbiter = arbiter;
  }

  /** One more transport, not yet open. */
  public VirtualTransport transport() {
    var transport = new VirtualTransport();
    transports.add(transport);
    return transport;
  }

  /** What transports made from now on send for each frame that they are given. */
  public void writing(Function<byte[], List<byte[]>> newWriting) {
    writing = newWriting;
  }

  /** From now on each frame takes so long. */
  public void slow(Duration newLatency) {
    latency = newLatency;
  }

  /** From now on the frames that the predicate holds of are lost; until {@link #heal()}. */
  public void lose(Predicate<Frame> frames) {
    losses.add(frames);
  }

  /** Messages of this type are lost, whoever sends them; until {@link #heal()}. */
  public void loseType(int type) {
    lose(frame -> frame.isOf(type));
  }

  /** Nothing passes between this transport and the others; until {@link #heal()}. */
  public void isolate(VirtualTransport transport) {
    lose(frame -> (frame.from == transport) != (frame.to == transport));
  }

  /** No more losses. */
  public void heal() {
    losses.clear();
  }

  /** How many frames of this type have arrived anywhere. */
  public long delivered(int type) {
    return delivered.stream().filter(frame -> frame.isOf(type)).count();
  }

  /** How many bytes frames of this type have brought anywhere. */
  public long deliveredBytes(int type) {
    return delivered.stream()
        .filter(frame -> frame.isOf(type))
        .mapToLong(frame -> frame.bytes.size())
        .sum();
  }

  private @Nullable VirtualTransport find(NodeId node) {
    return transports.stream().filter(other -> node.equals(other.id)).findFirst().orElse(null);
  }

  private boolean isAlone(VirtualTransport transport) {
    return transports.stream().noneMatch(other -> other != transport && other.id != null);
  }

  /** One node's end of the network. */
  public final class VirtualTransport implements Transport {
    private final Map<VirtualTransport, Deque<Frame>> lines = new HashMap<>();
    private final Function<byte[], List<byte[]>> written = writing;
    private @Nullable NodeId id;
    private @Nullable TransportListener listener;
    private boolean connected = true;

    private VirtualTransport() {}

    @Override
    public void open(NodeId self, TransportListener newListener) {
      if (id != null) {
        throw new IllegalStateException("The transport is open already");
      }
      id = self;
      listener = newListener;
      if (isAlone(this)) {
        newListener.nobodyElse();
      }
      if (connected) {
        newListener.connected();
      }
    }

    /** Whether a node is bound to it. */
    public boolean isOpen() {
      return id != null;
    }

    /** Cuts the node off, and tells it. */
    public void disconnect() {
      connected = false;
      if (listener != null) {
        listener.disconnected();
      }
    }

    /** Ends {@link #disconnect()}. */
    public void connect() {
      connected = true;
      if (listener != null) {
        listener.connected();
      }
    }

    /** Hands a frame to the node as if it had just come in. */
    public void inject(byte[] frame) {
      if (listener != null) {
        listener.received(frame);
      }
    }

    @Override
    public void send(NodeId to, byte[] frame) {
      VirtualTransport target = find(to);
      if (id == null || !connected) {
        return;
      }
      if (target != null) {
        written.apply(frame).forEach(bytes -> carry(target, bytes));
      } else if (arbiter && listener != null) {
        listener.unreachable(to);
        listener.dead(to);
      }
    }

    @Override
    public void broadcast(byte[] frame) {
      if (id != null && connected) {
        transports.stream()
            .filter(VirtualTransport::isOpen)
            .forEach(target -> written.apply(frame).forEach(bytes -> carry(target, bytes)));
      }
    }

    private void carry(VirtualTransport target, byte[] bytes) {
      var frame = new Frame(this, target, ByteString.copyFrom(bytes));
      if (losses.stream().anyMatch(loss -> loss.test(frame))) {
        return;
      }
      lines.computeIfAbsent(target, any -> new ArrayDeque<>()).add(frame);
      // What is due at one instant runs in any order; a line keeps its own.
      time.schedule(latency, () -> target.arrive(lines.get(target).remove()));
    }

    private void arrive(Frame frame) {
      if (listener != null && connected) {
        delivered.add(frame);
        listener.received(frame.bytes.toByteArray());
      }
    }

    @Override
    public int maxFrameBytes() {
      return MAX_FRAME_BYTES;
    }

    @Override
    public TransportStatistics statistics() {
      return new TransportStatistics(id == null ? "closed" : "connected", 0, 0, 0, 0, 0);
    }

    @Override
    public void close() {
      id = null;
      listener = null;
    }
  }
}
