package io.lockstep.benchmarks;

import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.NodeId;
import io.lockstep.transport.Transport;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The limit: a bare request and reply on a transport, between a thread that waits for the reply and
 * one that answers.
 */
final class TransportEcho implements Subject {
  private static final NodeId ASKER = new NodeId(1);
  private static final NodeId RESPONDER = new NodeId(2);
  private static final int PATIENCE_SECONDS = 30;

  private final String name;
  private final PendingCalls pending = new PendingCalls();
  private final LinkedBlockingQueue<byte[]> requests = new LinkedBlockingQueue<>();
  private final Transport asking;
  private final Transport responding;
  private final Thread responder;

  private TransportEcho(String name, Transport asking, Transport responding) {
    this.name = name;
    this.asking = asking;
    this.responding = responding;
    responder = new Thread(this::respond, "echo");
    responder.setDaemon(true);
  }

  /** A thread of its own waits for requests, and answers them. */
  static TransportEcho start(String name, Transports transports) throws Exception {
    TransportEcho echo = create(name, transports);
    echo.open(echo.requests::add);
    echo.responder.start();
    return echo;
  }

  /** The thread that receives a request answers it, which is the fastest way. */
  static TransportEcho startRaw(String name, Transports transports) throws Exception {
    TransportEcho echo = create(name, transports);
    echo.open(echo::answer);
    return echo;
  }

  private static TransportEcho create(String name, Transports transports) {
    return new TransportEcho(
        name, transports.create(address("a")), transports.create(address("b")));
  }

  private static NodeAddress address(String server) {
    return new NodeAddress("benchmark", "echo", server, "echo");
  }

  private void open(Consumer<byte[]> requestTaker) throws Exception {
    var asker = new Ear(pending::replied);
    var answerer = new Ear(requestTaker);
    asking.open(ASKER, asker);
    responding.open(RESPONDER, answerer);
    asker.awaitConnection(PATIENCE_SECONDS, TimeUnit.SECONDS);
    answerer.awaitConnection(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private void respond() {
    try {
      while (true) {
        answer(requests.take());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(byte[] request) {
    responding.send(ASKER, PendingCalls.reply(request));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Client client() {
    byte[] payload = Payload.random(0, Payload.BYTES);
    return () -> pending.call(payload, request -> asking.send(RESPONDER, request));
  }

  @Override
  public void close() {
    asking.close();
    responding.close();
    responder.interrupt();
  }
}
