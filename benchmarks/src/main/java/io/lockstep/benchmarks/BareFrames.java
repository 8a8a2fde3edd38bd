package io.lockstep.benchmarks;

import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.NodeId;
import io.lockstep.transport.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The limit: bare frames to all on a transport, each handed over to a thread that waits for it, and
 * as many of them on their way as with topics.
 */
final class BareFrames implements Subject {
  private static final int PATIENCE_SECONDS = 30;

  private final String name;
  private final SendWindow window;
  private final List<Transport> transports = new ArrayList<>();
  private final List<Thread> receivers = new ArrayList<>();

  private BareFrames(String name, int nodes) {
    this.name = name;
    window = new SendWindow(nodes - 1);
  }

  static BareFrames start(String name, Transports transports, int nodes) throws Exception {
    var frames = new BareFrames(name, nodes);
    for (int node = 0; node < nodes; node++) {
      frames.open(transports, nodes, node);
    }
    return frames;
  }

  /** The first one sends. */
  private void open(Transports network, int nodes, int node) throws Exception {
    var received = new LinkedBlockingQueue<byte[]>();
    var ear = new Ear(node == 0 ? echo -> {} : received::add);
    Transport transport =
        network.create(new NodeAddress("benchmark", "frames" + nodes, "n" + node, "app"));
    transports.add(transport);
    transport.open(new NodeId(node + 1), ear);
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
    byte[] payload = Payload.random(0, Payload.BYTES);
    return () -> {
      window.enter();
      transports.get(0).broadcast(payload.clone());
    };
  }

  @Override
  public void close() {
    transports.forEach(Transport::close);
    receivers.forEach(Thread::interrupt);
  }
}
