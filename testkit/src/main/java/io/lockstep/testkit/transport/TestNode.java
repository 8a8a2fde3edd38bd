package io.lockstep.testkit.transport;

import static org.awaitility.Awaitility.await;

import io.lockstep.transport.NodeId;
import io.lockstep.transport.Transport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A transport that is open, with what its listener heard. */
public final class TestNode implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final NodeId id;
  private final Transport transport;
  private final RecordingListener listener = new RecordingListener();

  private TestNode(NodeId id, Transport transport) {
    this.id = id;
    this.transport = transport;
  }

  /** Opens the transport without waiting until it is connected. */
  public static TestNode opening(long id, Transport transport) {
    var node = new TestNode(new NodeId(id), transport);
    transport.open(node.id, node.listener);
    return node;
  }

  /** Opens the transport and waits until it is connected. */
  public static TestNode connected(long id, Transport transport) {
    TestNode node = opening(id, transport);
    node.awaitEvent("connected");
    return node;
  }

  public NodeId id() {
    return id;
  }

  public Transport transport() {
    return transport;
  }

  public RecordingListener listener() {
    return listener;
  }

  /** Sends text to another node. */
  public void send(TestNode to, String text) {
    send(to.id, text);
  }

  /** Sends text to another node. */
  public void send(NodeId to, String text) {
    transport.send(to, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Sends text to all. */
  public void broadcast(String text) {
    transport.broadcast(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Waits until the text came in. */
  public void awaitText(String text) {
    await("\"" + text + "\" at " + id)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> listener.texts().contains(text));
  }

  /** Waits until so many frames came in. */
  public void awaitFrames(int frames) {
    await(frames + " frames at " + id)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> listener.frames().size() >= frames);
  }

  /** Waits until the listener heard the event. */
  public void awaitEvent(String event) {
    awaitEvent(event, 1);
  }

  /** Waits until the listener heard the event so many times. */
  public void awaitEvent(String event, int times) {
    await(event + " at " + id)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(2))
        .until(() -> listener.count(event) >= times);
  }

  /** How many frames its transport dropped so far. */
  public long dropped() {
    return transport.statistics().droppedFrames();
  }

  @Override
  public void close() {
    transport.close();
  }
}
