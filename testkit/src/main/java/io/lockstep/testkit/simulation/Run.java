package io.lockstep.testkit.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * One run of one seed, whatever it is about: a cluster on its networks, the faults, and the time
 * that passes until the end or the first violation.
 */
final class Run {
  /** So many events are kept to explain what went wrong. */
  static final int LAST_EVENTS = 2_000;

  /** All events are kept. */
  static final int ALL_EVENTS = Integer.MAX_VALUE;

  final World world;
  final Scenario scenario;
  final Networks networks;
  final Lives lives;
  private final long seed;
  private final int tracedEvents;
  private final Sabotage sabotage;

  /**
   * The world of a seed, still without servers.
   *
   * @param wiring makes the networks
   * @param change makes the scenario what the run needs
   */
  Run(
      long seed,
      Wiring wiring,
      Sabotage sabotage,
      int tracedEvents,
      UnaryOperator<Scenario> change) {
    this.seed = seed;
    this.sabotage = sabotage;
    this.tracedEvents = tracedEvents;
    world = new World(seed, tracedEvents);
    scenario = change.apply(Scenario.from(world.random()));
    networks = wiring.wire(world, scenario);
    lives = new Lives(world);
    networks.watch(lives);
  }

  /** The cluster, not yet started; the observers see all that its nodes send. */
  Cluster cluster(List<MessageObserver> observers) {
    networks.tap(new Wiretap(world.trace, lives, observers));
    sabotage.attach(world, networks.first());
    return new Cluster(world, scenario, networks, lives, sabotage);
  }

  /** The faults, not yet scheduled. */
  FaultPlan faults(Cluster cluster, Copies sessions) {
    var outages = new OutageCheck(world, sessions);
    return new FaultPlan(
        world, new Faults(world, cluster, networks, outages, scenario.clockSkew()), scenario);
  }

  /** Lets time pass until the first violation. */
  void pass(Duration duration) {
    long endNs = world.nanos() + duration.toNanos();
    try {
      while (world.nanos() < endNs && !world.violations.any()) {
        world.time.runNext();
      }
    } catch (RuntimeException e) {
      world.violations.add("A task failed", e);
    }
  }

  /** Goes on, unless something was violated: with this, and what follows from it meanwhile. */
  void then(Runnable next, Duration duration) {
    if (!world.violations.any()) {
      next.run();
      pass(duration);
    }
  }

  SimulationResult result(FaultPlan faults, Map<String, Integer> counts) {
    Map<String, Integer> faultCounts =
        faults.counts().entrySet().stream()
            .collect(Collectors.toMap(count -> count.getKey().name(), Map.Entry::getValue));
    return new SimulationResult(
        seed,
        scenario.toString(),
        world.violations.all(),
        faultCounts,
        counts,
        world.trace.hash(),
        tracedEvents > LAST_EVENTS || world.violations.any() ? world.trace.lines() : List.of());
  }
}
