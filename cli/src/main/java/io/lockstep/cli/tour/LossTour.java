package io.lockstep.cli.tour;

import io.lockstep.cli.output.Progress;
import io.lockstep.cli.server.Fleet;
import java.net.URI;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The tour's first step: what a killed server costs without Lockstep. */
public final class LossTour {
  private static final int VISITORS = 40;
  private static final int REQUESTS = 6;

  private final Fleet fleet;
  private final Progress progress;
  private final long seed;
  private final TourRecord record = new TourRecord();
  private final List<Visitor> visitors;

  /**
   * @param shop the shop behind a balancer, without Lockstep
   * @param fleet its servers
   */
  public LossTour(
      URI shop, Fleet fleet, Progress progress, ScheduledExecutorService executor, long seed) {
    this.fleet = fleet;
    this.progress = progress;
    this.seed = seed;
    var client = new ShopClient(shop, executor);
    this.visitors =
        IntStream.range(0, VISITORS)
            .mapToObj(index -> new Visitor("p" + index, client, record, seed + index))
            .toList();
  }

  /** Fills the carts, kills a server, and counts. */
  public void run() {
    var backends = fleet.backends();
    progress.line(
        "1  without Lockstep: %d visitors fill their carts, on %d more servers"
            .formatted(VISITORS, backends.size()));
    IntStream.range(0, REQUESTS).forEach(round -> each(Visitor::next));
    var killed = backends.get(new Random(seed).nextInt(backends.size())).name();
    long there = visitors.stream().filter(each -> killed.equals(each.server())).count();
    progress.detail("%s, with %d of them, is killed".formatted(killed, there));
    fleet.kill(killed);
    each(Visitor::look);
    int lost = record.wrongCarts().size();
    progress.check(
        lost > 0,
        "without Lockstep the problem shows: %d of %d carts lost".formatted(lost, VISITORS));
  }

  private void each(Function<Visitor, CompletableFuture<Void>> request) {
    CompletableFuture.allOf(visitors.stream().map(request).toArray(CompletableFuture<?>[]::new))
        .join();
  }
}
