package io.lockstep.web.console;

import io.lockstep.report.NodeObserver;
import io.lockstep.report.NodeReport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for the cluster's report once a second, for as long as anybody listens, and gives it to all
 * who do. Thread-safe.
 */
final class ClusterFeed implements AutoCloseable {
  /** The most that can listen at a time. */
  static final int MOST_LISTENERS = 32;

  private static final Logger LOG = LoggerFactory.getLogger(ClusterFeed.class);

  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration GOODBYE = Duration.ofSeconds(1);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);

  private final NodeObserver observer;
  private final ScheduledThreadPoolExecutor thread;

  /** The latest; there is no more than one at a time. */
  private volatile @Nullable Thread worker;

  private final Set<EventStream> listeners = new LinkedHashSet<>();
  private volatile byte @Nullable [] latest;
  private boolean polling;
  private boolean closed;

  ClusterFeed(NodeObserver observer) {
    this.observer = observer;
    this.thread = new ScheduledThreadPoolExecutor(1, this::daemon);
    thread.setKeepAliveTime(10, TimeUnit.SECONDS);
    thread.allowCoreThreadTimeOut(true);
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  private Thread daemon(Runnable task) {
    Thread made = new Thread(task, "lockstep-console-feed");
    made.setDaemon(true);
    worker = made;
    return made;
  }

  /** Adds a listener, which hears from now on; false when there are too many, or at the end. */
  boolean add(EventStream listener) {
    boolean added = enter(listener);
    byte[] event = latest;
    if (added && event != null) {
      listener.offer(event);
    }
    return added;
  }

  private synchronized boolean enter(EventStream listener) {
    if (closed || listeners.size() >= MOST_LISTENERS) {
      return false;
    }
    listeners.add(listener);
    if (!polling) {
      polling = true;
      thread.execute(this::poll);
    }
    return true;
  }

  /** Removes a listener; without effect when it is none. */
  synchronized void remove(EventStream listener) {
    listeners.remove(listener);
  }

  private void poll() {
    if (!wanted()) {
      return;
    }
    long begin = System.nanoTime();
    var unused =
        report()
            .whenComplete(
                (reports, failure) -> hand(() -> publish(reports, failure), Duration.ZERO))
            .whenComplete((reports, failure) -> hand(this::poll, pauseSince(begin)));
  }

  /** Fails where the observer itself would throw, as it may when its node is closed. */
  private CompletableFuture<List<NodeReport>> report() {
    return inTime(
        CompletableFuture.completedFuture(observer).thenCompose(NodeObserver::clusterReport));
  }

  /**
   * Has the report fail when it does not come in five seconds. The JDK's own time-outs run on a
   * thread that never ends, and that would keep this application's class loader for ever.
   */
  <T> CompletableFuture<T> inTime(CompletableFuture<T> report) {
    hand(
        () ->
            report.completeExceptionally(
                new TimeoutException("no report within " + PATIENCE.toSeconds() + " s")),
        PATIENCE);
    return report;
  }

  private synchronized boolean wanted() {
    polling = !closed && !listeners.isEmpty();
    if (!polling) {
      latest = null;
    }
    return polling;
  }

  private synchronized void hand(Runnable task, Duration delay) {
    if (!closed) {
      var unused = thread.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private static Duration pauseSince(long begin) {
    Duration pause = PERIOD.minusNanos(System.nanoTime() - begin);
    return pause.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : pause;
  }

  private void publish(@Nullable List<NodeReport> reports, @Nullable Throwable failure) {
    if (reports == null) {
      LOG.warn("The node gave the console no report", failure);
      return;
    }
    byte[] event = event(reports);
    for (EventStream listener : current(event)) {
      listener.offer(event);
    }
  }

  private static byte[] event(List<NodeReport> reports) {
    String text = "event: cluster\ndata: " + JsonWriter.write(reports) + "\n\n";
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private synchronized List<EventStream> current(byte[] event) {
    latest = event;
    return List.copyOf(listeners);
  }

  /** Ends all listeners' streams, asks no more, and waits a moment for the thread to end. */
  @Override
  public void close() {
    for (EventStream listener : end()) {
      listener.end();
    }
    thread.shutdownNow();
    awaitWorker();
  }

  /**
   * Else the container reports a thread that outlives its application. The executor counts itself
   * as terminated a moment before its thread has ended.
   */
  private void awaitWorker() {
    Thread last = worker;
    if (last == null) {
      return;
    }
    try {
      last.join(GOODBYE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized List<EventStream> end() {
    closed = true;
    List<EventStream> all = List.copyOf(listeners);
    listeners.clear();
    return all;
  }
}
