package io.lockstep.transport.connection;

import io.lockstep.transport.NodeId;
import io.lockstep.transport.connection.Outbox.Outgoing;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One life of a node on a transport: keeps a link up from open to close. Thread-safe. */
final class TransportLife {
  private static final Logger log = LoggerFactory.getLogger(TransportLife.class);
  private static final Duration FAREWELL = Duration.ofMillis(500);

  /** With the farewell, and what the node itself takes to leave, less than the node's 5 s. */
  private static final Duration END = Duration.ofMillis(1_500);

  private final String name;
  private final NodeId self;
  private final TrafficCounters counters;
  private final ListenerGate gate;
  private final Duration longestPause;
  private final Complaints complaints = new Complaints(log, System::nanoTime);
  private final LifeThreads threads = new LifeThreads();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final CountDownLatch left = new CountDownLatch(1);
  private final LinkOpener opener;
  private final Thread connector;
  private volatile @Nullable Link link;

  TransportLife(
      String name,
      NodeId self,
      ListenerGate gate,
      TrafficCounters counters,
      Duration longestPause,
      Function<LifeContext, LinkOpener> openers) {
    this.name = name;
    this.self = self;
    this.counters = counters;
    this.gate = gate;
    this.longestPause = longestPause;
    opener = openers.apply(new LifeContext(self, gate, counters, complaints, threads));
    connector = threads.named("lockstep-" + name + "-connect").newThread(this::run);
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
      complaints.now("Not sent, frames are taken too slowly by " + opener.target(), 1);
    }
  }

  /**
   * Ends this life: the listener hears nothing more. Waits a moment for what is queued to be
   * written, cuts what takes longer, and waits for the threads to end, in all two seconds at most.
   */
  void close() {
    gate.close();
    closing.countDown();
    Link current = link;
    if (current != null) {
      current.lost().complete("closed");
    } else {
      opener.cut();
    }
    try {
      if (!left.await(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)) {
        opener.cut();
      }
      if (!threads.join(END)) {
        log.info("A thread of the transport ends late");
      }
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
      opener.close();
    }
  }

  private void keepConnected() throws DeclaredDeadException, InterruptedException {
    var backoff = new Backoff(longestPause, ThreadLocalRandom.current());
    var failures = new FailureLog(opener::explain);
    while (!isClosing()) {
      try {
        serve(opener.open());
        backoff.reset();
        failures.reset();
      } catch (DeclaredDeadException | InterruptedException e) {
        throw e;
      } catch (Exception | Error e) {
        // Whatever it was: a node that stopped trying would be cut off for ever.
        if (!isClosing()) {
          failures.add(e);
          gate.troubled(opener.explain(e));
        }
      }
      closing.await(backoff.next().toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  private void serve(Link opened) {
    link = opened;
    try {
      gate.connected();
      String reason = isClosing() ? "closed" : opened.lost().join();
      link = null;
      if (isClosing()) {
        opened.drain(FAREWELL);
        left.countDown();
      } else {
        log.warn("The connection to {} is lost: {}", opener.target(), reason);
        gate.disconnected();
      }
    } finally {
      link = null;
      end(opened);
    }
  }

  /** What is left of a lost link must not keep the node from coming back within the grace. */
  private void end(Link ended) {
    if (isClosing()) {
      ended.close();
    } else {
      ended.cut("lost");
      threads.named("lockstep-" + name + "-close").newThread(ended::close).start();
    }
  }
}
