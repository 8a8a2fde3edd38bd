package io.lockstep.transport.amqp;

import io.lockstep.transport.NodeId;
import io.lockstep.transport.amqp.Outbox.Outgoing;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One life of a node at the broker: keeps a link up from open to close. Thread-safe. */
final class NodeLife {
  private static final Logger log = LoggerFactory.getLogger(NodeLife.class);
  private static final Duration FAREWELL = Duration.ofMillis(500);

  private final AmqpSettings settings;
  private final NodeId self;
  private final TrafficCounters counters;
  private final ListenerGate gate;
  private final Complaints complaints = new Complaints(log, System::nanoTime);
  private final Housekeeping housekeeping = new Housekeeping();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final CountDownLatch left = new CountDownLatch(1);
  private final LinkOpener opener;
  private final Thread connector;
  private volatile @Nullable Link link;

  NodeLife(
      AmqpSettings settings,
      NetworkNames names,
      NodeId self,
      ListenerGate gate,
      TrafficCounters counters) {
    this.settings = settings;
    this.self = self;
    this.counters = counters;
    this.gate = gate;
    opener =
        new LinkOpener(
            settings, names, self, gate, counters, new DeadNodes(), complaints, housekeeping);
    connector = new DaemonThreads("lockstep-amqp-connect").newThread(this::run);
  }

  void start() {
    connector.start();
  }

  boolean isConnected() {
    return link != null;
  }

  void send(@Nullable NodeId to, byte[] frame) {
    Link current = link;
    if (current == null) {
      counters.dropped(1);
    } else if (!current.offer(new Outgoing(to, frame))) {
      counters.dropped(1);
      complaints.now("Not sent, the broker takes frames too slowly", 1);
    }
  }

  /**
   * Ends this life: the listener hears nothing more. Waits a moment for what is queued to be
   * written; the connections end in the background.
   */
  void close() {
    gate.close();
    closing.countDown();
    Link current = link;
    if (current != null) {
      current.lost().complete("closed");
    }
    try {
      left.await(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      keepConnected();
    } catch (DeclaredDeadException e) {
      log.warn("Node {} was declared dead by another", self);
      gate.declaredDead();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      left.countDown();
      housekeeping.close();
    }
  }

  private void keepConnected() throws DeclaredDeadException, InterruptedException {
    var backoff = new Backoff(settings.reconnectDelay(), ThreadLocalRandom.current());
    var failures = new FailureLog(settings);
    while (!isClosing()) {
      try {
        serve(opener.open());
        backoff.reset();
        failures.reset();
      } catch (IOException | TimeoutException | RuntimeException e) {
        failures.add(e);
      }
      closing.await(backoff.next().toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  private void serve(Link opened) {
    link = opened;
    gate.connected();
    String reason = isClosing() ? "closed" : opened.lost().join();
    link = null;
    if (isClosing()) {
      opened.drain(FAREWELL);
      left.countDown();
    } else {
      log.warn("The connection to {} is lost: {}", settings.broker(), reason);
      gate.disconnected();
    }
    opened.close();
  }
}
