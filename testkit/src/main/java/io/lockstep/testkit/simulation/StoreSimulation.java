package io.lockstep.testkit.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One run of a simulated cluster with a shared store. The same seed always does the same. */
public final class StoreSimulation {
  private static final String STORE = "store";

  /** Longer than tombstones stay when nothing holds them. */
  private static final Duration LAST_SPLIT = Duration.ofSeconds(80);

  private static final Duration BUSY = Duration.ofMinutes(5);

  private final Run run;
  private final Cluster cluster;
  private final StoreWorkload workload;
  private final FaultPlan faults;
  private final StoreFinalChecks checks;
  private final StoreSplit split;

  private StoreSimulation(long seed, Wiring wiring, Sabotage sabotage, int tracedEvents) {
    run = new Run(seed, wiring, sabotage, tracedEvents, scenario -> scenario.lasting(BUSY));
    var truth = new StoreTruth(STORE);
    cluster = run.cluster(List.of(truth));
    workload = new StoreWorkload(run.world, cluster, truth, STORE, BUSY);
    var sessions = new Copies(run.world, run.lives, run.scenario.sessions().backups());
    faults = run.faults(cluster, sessions);
    checks = new StoreFinalChecks(run.world, cluster, workload, truth);
    split = new StoreSplit(run.world, cluster, run.networks, workload);
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
    cluster.start();
    workload.start();
    faults.schedule();
    run.pass(BUSY.plus(quietTime()));
    run.then(checks::settled, Duration.ZERO);
    run.then(checks::change, Duration.ofSeconds(3));
    run.then(checks::changed, Duration.ZERO);
    run.then(split::begin, LAST_SPLIT);
    run.then(split::end, quietTime());
    run.then(checks::settled, Duration.ZERO);
    return run.result(faults, Map.of("writes", workload.writes()));
  }

  /** Until failures are noticed, and everybody has told several times what it has. */
  private Duration quietTime() {
    return run.scenario.detectionTime().multipliedBy(2).plusSeconds(120);
  }
}
