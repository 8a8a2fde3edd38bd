package io.lockstep.testkit.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** One run of a simulated cluster with a shared store. The same seed always does the same. */
public final class StoreSimulation {
  private static final Duration PACE = Duration.ofMillis(150);
  private static final Duration SLOW = Duration.ofMillis(500);

  /** Longer than tombstones stay when nothing holds them. */
  private static final Duration LAST_SPLIT = Duration.ofSeconds(80);

  private static final Duration BUSY = Duration.ofMinutes(5);

  /** Until no node holds an entry whose time is over. */
  private static final Duration UNTIL_FORGOTTEN = Duration.ofMinutes(11);

  private final Run run;
  private final Cluster cluster;
  private final List<StoreWorkload> workloads;
  private final FaultPlan faults;
  private final List<StoreFinalChecks> checks;
  private final StoreSplit split;

  private StoreSimulation(long seed, Wiring wiring, Sabotage sabotage, int tracedEvents) {
    // An entry's end goes by the clocks, so they must not differ by more than is promised.
    boolean timed = seed % 2 == 0;
    run =
        new Run(
            seed,
            wiring,
            sabotage,
            tracedEvents,
            scenario ->
                timed
                    ? scenario.lasting(BUSY).withClockSkew(Duration.ofSeconds(30))
                    : scenario.lasting(BUSY));
    var first = new StoreTruth("store");
    var second = new StoreTruth("other");
    cluster = run.cluster(List.of(first, second));
    workloads =
        List.of(
            new StoreWorkload(run.world, cluster, first, BUSY, PACE, timed),
            new StoreWorkload(run.world, cluster, second, BUSY, SLOW, timed));
    var sessions = new Copies(run.world, run.lives, run.scenario.sessions().backups());
    faults = run.faults(cluster, sessions);
    checks =
        workloads.stream()
            .map(workload -> new StoreFinalChecks(run.world, cluster, workload))
            .toList();
    split = new StoreSplit(run.world, cluster, run.networks, workloads.get(0));
  }

  /** Runs one seed from its beginning to its end, or to its first violation. */
  public static SimulationResult run(long seed) {
    return run(seed, Sabotage.NONE);
  }

  static SimulationResult run(long seed, Sabotage sabotage) {
    return new StoreSimulation(seed, Wiring.SINGLE, sabotage, Run.LAST_EVENTS).run();
  }

  /** As {@link #run(long)}, with several transport instances in each node. */
  public static SimulationResult runInstances(long seed) {
    return new StoreSimulation(seed, Wiring.INSTANCES, Sabotage.NONE, Run.LAST_EVENTS).run();
  }

  /** As {@link #runInstances}, with all events in the trace. */
  public static SimulationResult replayInstances(long seed) {
    return new StoreSimulation(seed, Wiring.INSTANCES, Sabotage.NONE, Run.ALL_EVENTS).run();
  }

  /** As {@link #run(long)}, with all events in the trace. */
  public static SimulationResult replay(long seed) {
    return new StoreSimulation(seed, Wiring.SINGLE, Sabotage.NONE, Run.ALL_EVENTS).run();
  }

  private SimulationResult run() {
    cluster.startSomeLate();
    workloads.forEach(StoreWorkload::start);
    faults.schedule();
    run.pass(BUSY.plus(quietTime()));
    check(StoreFinalChecks::settled, Duration.ZERO);
    check(StoreFinalChecks::change, Duration.ofSeconds(3));
    check(StoreFinalChecks::changed, Duration.ZERO);
    run.then(split::begin, LAST_SPLIT);
    run.then(split::end, quietTime());
    check(StoreFinalChecks::settled, UNTIL_FORGOTTEN);
    check(StoreFinalChecks::settled, Duration.ZERO);
    check(StoreFinalChecks::forgotten, Duration.ZERO);
    int writes = workloads.stream().mapToInt(StoreWorkload::writes).sum();
    return run.result(faults, Map.of("writes", writes));
  }

  private void check(Consumer<StoreFinalChecks> check, Duration next) {
    run.then(() -> checks.forEach(check), next);
  }

  /** Until failures are noticed, and everybody has told several times what it has. */
  private Duration quietTime() {
    return run.scenario.detectionTime().multipliedBy(2).plusSeconds(120);
  }
}
