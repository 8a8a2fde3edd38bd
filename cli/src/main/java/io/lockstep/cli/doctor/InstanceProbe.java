package io.lockstep.cli.doctor;

import com.google.protobuf.InvalidProtocolBufferException;
import io.lockstep.transport.KeyedTransport;
import io.lockstep.transport.NodeId;
import io.lockstep.transport.TransportListener;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.Envelope;
import io.lockstep.wire.proto.Heartbeat;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Listens on one transport instance, as no node: it sends nothing but a frame to itself.
 * Thread-safe.
 */
final class InstanceProbe implements TransportListener, AutoCloseable {
  /** No envelope: to nodes it would be nothing. */
  private static final byte[] ECHO = {0};

  private final KeyedTransport instance;
  private final NodeId self = new NodeId(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE));
  private final Map<String, HeardNode> heard = new TreeMap<>();
  private long openedNs;
  private OptionalLong connectedMs = OptionalLong.empty();
  private boolean echoed;
  private int frames;
  private String trouble = "";

  InstanceProbe(KeyedTransport instance) {
    this.instance = instance;
  }

  void open() {
    openedNs = System.nanoTime();
    instance.transport().open(self, this);
  }

  KeyedTransport instance() {
    return instance;
  }

  /** After which time it connected; empty when it did not. */
  synchronized OptionalLong connectedMs() {
    return connectedMs;
  }

  /** Whether what it sent to itself came back. */
  synchronized boolean echoed() {
    return echoed;
  }

  /** Why it last failed to connect, or nothing can be sent; empty when nothing was told. */
  synchronized Optional<String> trouble() {
    return trouble.isEmpty() ? Optional.empty() : Optional.of(trouble);
  }

  /** The nodes that were heard, by name. */
  synchronized Map<String, HeardNode> heard() {
    return new TreeMap<>(heard);
  }

  /** How many frames of others came in. */
  synchronized int frames() {
    return frames;
  }

  @Override
  public synchronized void connected() {
    if (connectedMs.isEmpty()) {
      connectedMs = OptionalLong.of((System.nanoTime() - openedNs) / 1_000_000);
    }
    // What kept it from connecting is over.
    trouble = "";
    instance.transport().send(self, ECHO);
  }

  @Override
  public synchronized void troubled(String reason) {
    trouble = reason;
  }

  @Override
  public synchronized void received(byte[] frame) {
    if (frame.length == ECHO.length) {
      echoed = true;
      return;
    }
    frames++;
    try {
      Envelope envelope = Envelope.parseFrom(frame);
      if (envelope.getType() == MessageType.HEARTBEAT.number() && !envelope.hasPart()) {
        var node = HeardNode.of(Heartbeat.parseFrom(envelope.getPayload()), Instant.now());
        heard.merge(node.server(), node, HeardNode::sooner);
      }
    } catch (InvalidProtocolBufferException notOurs) {
      // Counted, like all that is no heartbeat.
    }
  }

  @Override
  public void disconnected() {}

  @Override
  public void unreachable(NodeId node) {}

  @Override
  public void dead(NodeId node) {}

  @Override
  public void declaredDead() {}

  @Override
  public void nobodyElse() {}

  @Override
  public void close() {
    instance.transport().close();
  }
}
