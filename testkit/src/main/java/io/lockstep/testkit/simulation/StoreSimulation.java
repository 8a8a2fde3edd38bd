package io.lockstep.testkit.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One run of a simulated cluster with a shared store. The same seed always does the same. */
public final class StoreSimulation {
  private static final int TRACED_EVENTS = 2_000;
  private static final String STORE = "store";

  /** Longer than tombstones stay when nothing holds them. */
  private static final Duration LAST_SPLIT = Duration.ofSeconds(80);

  private static final Duration BUSY = Duration.ofMinutes(5);

  private final long seed;
  private final int tracedEvents;
  private final World world;
  private final Scenario scenario;
  private final Cluster cluster;
  private final StoreWorkload workload;
  private final FaultPlan faults;
  private final StoreFinalChecks checks;
  private final StoreSplit split;

  private StoreSimulation(long seed, Wiring wiring, Sabotage sabotage, int tracedEvents) {
    this.seed = seed;
    this.tracedEvents = tracedEvents;
    world = new World(seed, tracedEvents);
    scenario = Scenario.from(world.random()).lasting(BUSY);
    Networks networks = wiring.wire(world, scenario);
    var lives = new Lives(world);
    var truth = new StoreTruth(STORE);
    networks.watch(lives);
    networks.tap(new Wiretap(world.trace, lives, List.of(truth)));
    sabotage.attach(world, networks.first());
    cluster = new Cluster(world, scenario, networks, lives, sabotage);
    workload = new StoreWorkload(world, cluster, truth, STORE, BUSY);
    var sessions = new Copies(world, lives, scenario.sessions().backups());
    faults =
        new FaultPlan(
            world,
            new Faults(world, cluster, networks, new OutageCheck(world, sessions)),
            scenario);
    checks = new StoreFinalChecks(world, cluster, workload, truth);
    split = new StoreSplit(world, cluster, networks, workload);
  }

  /** Runs one seed from its beginning to its end, or to its first violation. */
  public static SimulationResult run(long seed) {
    return run(seed, Sabotage.NONE);
  }

  static SimulationResult run(long seed, Sabotage sabotage) {
    return new StoreSimulation(seed, Wiring.SINGLE, sabotage, TRACED_EVENTS).run();
  }

  /** As {@link #run(long)}, with several transport instances in each node. */
  public static SimulationResult runInstances(long seed) {
    return new StoreSimulation(seed, Wiring.INSTANCES, Sabotage.NONE, TRACED_EVENTS).run();
  }

  /** As {@link #runInstances}, with all events in the trace. */
  public static SimulationResult replayInstances(long seed) {
    return new StoreSimulation(seed, Wiring.INSTANCES, Sabotage.NONE, Integer.MAX_VALUE).run();
  }

  /** As {@link #run(long)}, with all events in the trace. */
  public static SimulationResult replay(long seed) {
    return new StoreSimulation(seed, Wiring.SINGLE, Sabotage.NONE, Integer.MAX_VALUE).run();
  }

  private SimulationResult run() {
    cluster.start();
    workload.start();
    faults.schedule();
    runFor(BUSY.plus(quietTime()));
    then(checks::settled, Duration.ZERO);
    then(checks::change, Duration.ofSeconds(3));
    then(checks::changed, Duration.ZERO);
    then(split::begin, LAST_SPLIT);
    then(split::end, quietTime());
    then(checks::settled, Duration.ZERO);
    return result();
  }

  /** Until failures are noticed, and everybody has told several times what it has. */
  private Duration quietTime() {
    return scenario.detectionTime().multipliedBy(2).plusSeconds(120);
  }

  private void then(Runnable next, Duration duration) {
    if (!world.violations.any()) {
      next.run();
      runFor(duration);
    }
  }

  private void runFor(Duration duration) {
    long endNs = world.nanos() + duration.toNanos();
    try {
      while (world.nanos() < endNs && !world.violations.any()) {
        world.time.runNext();
      }
    } catch (RuntimeException e) {
      world.violations.add("A task failed", e);
    }
  }

  private SimulationResult result() {
    Map<String, Integer> counts = new TreeMap<>();
    counts.put("writes", workload.writes());
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
        tracedEvents > TRACED_EVENTS || world.violations.any() ? world.trace.lines() : List.of());
  }
}
