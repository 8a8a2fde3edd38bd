package io.lockstep.cli.tour;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;

/** All visitors of the tour, their traffic, and what they met. */
final class Crowd {
  private static final Duration SLOWEST_PACE = Duration.ofMillis(500);
  private static final int FEW_VISITORS_RATE = 150;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final TourRecord record = new TourRecord();
  private final List<Visitor> visitors = new ArrayList<>();
  private final ShopClient shop;
  private final ScheduledExecutorService scheduler;
  private final Duration pace;
  private final Random random;
  private Traffic traffic;

  Crowd(URI shop, ScheduledExecutorService scheduler, int count, long seed) {
    this.shop = new ShopClient(shop, scheduler);
    this.scheduler = scheduler;
    this.pace = pace(count);
    this.random = new Random(seed);
    this.traffic = new Traffic(scheduler, pace);
    add("v", count);
  }

  /** Each visitor asks twice a second; when there are few, more often. */
  private static Duration pace(int visitors) {
    var enough = Duration.ofMillis(1_000L * visitors / FEW_VISITORS_RATE);
    return enough.compareTo(SLOWEST_PACE) < 0 ? enough : SLOWEST_PACE;
  }

  private List<Visitor> add(String prefix, int count) {
    var added =
        IntStream.range(0, count)
            .mapToObj(index -> new Visitor(prefix + index, shop, record, random.nextLong()))
            .toList();
    visitors.addAll(added);
    return added;
  }

  /** More visitors, whose names begin so, join those who are there. */
  void arrive(String prefix, int count) {
    traffic.start(add(prefix, count), random);
  }

  TourRecord record() {
    return record;
  }

  List<Visitor> visitors() {
    return List.copyOf(visitors);
  }

  /** The visitors whom the server answered last. */
  List<Visitor> on(String server) {
    return visitors.stream().filter(each -> server.equals(each.server())).toList();
  }

  /** The visitors come, one after the other, and again and again. */
  void start() {
    traffic = new Traffic(scheduler, pace);
    traffic.start(visitors, random);
  }

  /**
   * Lets all visitors end what they are at, and then look at their carts once more.
   *
   * @return how many did not get through what had failed; they are left out from now on
   */
  int stop() {
    var late = traffic.stop(PATIENCE);
    visitors.removeAll(late);
    CompletableFuture.allOf(
            visitors.stream().map(Visitor::look).toArray(CompletableFuture<?>[]::new))
        .join();
    return late.size();
  }

  /** Lets all visitors end, if they have not. */
  void end() {
    traffic.stop(PATIENCE);
  }
}
