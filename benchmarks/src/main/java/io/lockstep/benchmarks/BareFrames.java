package io.lockstep.benchmarks;

import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.NodeId;
import io.lockstep.transport.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The limit: bare frames from the first node on a transport, each handed over to a thread of the
 * receiver that waits for it, with so many of them on their way.
 */
final class BareFrames implements Subject {
  private static final int PATIENCE_SECONDS = 30;
  private static final int SENDER = 0;
  private static final NodeId SECOND = id(1);

  private final String name;
  private final FrameShape shape;
  private final Supplier<Duration> brokerTime;
  private final SendWindow window;
  private final List<Transport> transports = new ArrayList<>();
  private final List<Thread> receivers = new ArrayList<>();

  private BareFrames(String name, FrameShape shape, Supplier<Duration> brokerTime) {
    this.name = name;
    this.shape = shape;
    this.brokerTime = brokerTime;
    window = shape.window();
  }

  static BareFrames start(String name, NetworkKind kind, FrameShape shape) throws Exception {
    var frames = new BareFrames(name, shape, kind.brokerTime());
    Transports network = kind.networks().make();
    for (int node = 0; node < shape.nodes(); node++) {
      frames.open(network, node);
    }
    return frames;
  }

  private static NodeId id(int node) {
    return new NodeId(node + 1);
  }

  private void open(Transports network, int node) throws Exception {
    var received = new LinkedBlockingQueue<byte[]>();
    var ear = new Ear(node == SENDER ? echo -> {} : received::add);
    Transport transport =
        network.create(new NodeAddress("benchmark", "frames" + shape.nodes(), "n" + node, "app"));
    transports.add(transport);
    transport.open(id(node), ear);
    ear.awaitConnection(PATIENCE_SECONDS, TimeUnit.SECONDS);
    var receiver = new Thread(() -> receive(received), "receiver");
    receiver.setDaemon(true);
    receivers.add(receiver);
    receiver.start();
  }

  private void receive(LinkedBlockingQueue<byte[]> received) {
    try {
      while (true) {
        byte[] unused = received.take();
        window.received();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Client client() {
    byte[] payload = Payload.random(0, shape.bytes());
    return window.client(() -> send(payload.clone()));
  }

  private void send(byte[] frame) {
    Transport sender = transports.get(SENDER);
    if (shape.isToAll()) {
      sender.broadcast(frame);
    } else {
      sender.send(SECOND, frame);
    }
  }

  @Override
  public Duration processorTimeElsewhere() {
    return brokerTime.get();
  }

  @Override
  public void close() {
    transports.forEach(Transport::close);
    receivers.forEach(Thread::interrupt);
  }
}
