package io.lockstep.systemtests.faults;

import io.lockstep.systemtests.history.HistoryWriter;
import io.lockstep.systemtests.servers.CartClient;
import io.lockstep.systemtests.servers.ShopServers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** All visitors, each with a thread and a history of its own. */
final class Crowd implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private final List<HistoryWriter> histories = new ArrayList<>();
  private final List<CompletableFuture<Void>> visits = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool(Crowd::daemon);
  private volatile boolean leaving;

  /** Lets the visitors come. */
  Crowd(FaultSettings settings, ShopServers servers, Waits waits, Histories files)
      throws IOException {
    var client = new CartClient(TIMEOUT);
    for (int number = 1; number <= settings.visitors(); number++) {
      HistoryWriter history = files.writer(number);
      histories.add(history);
      var asker = new Asker(client, servers, history);
      var visitor = new Visitor(number, servers.names(), asker, waits, settings.seed());
      visits.add(CompletableFuture.runAsync(() -> visit(visitor), threads));
    }
  }

  private static Thread daemon(Runnable task) {
    var thread = new Thread(task, "visitor");
    thread.setDaemon(true);
    return thread;
  }

  private void visit(Visitor visitor) {
    while (!leaving) {
      visitor.step();
    }
    visitor.leave();
  }

  /**
   * Has every visitor look into all its carts once more, and go.
   *
   * @throws java.util.concurrent.CompletionException when a visitor failed
   */
  void leave() {
    leaving = true;
    CompletableFuture.allOf(visits.toArray(CompletableFuture<?>[]::new)).join();
  }

  /** Ends what still goes on. */
  @Override
  public void close() {
    leaving = true;
    threads.shutdownNow();
    histories.forEach(HistoryWriter::close);
  }
}
