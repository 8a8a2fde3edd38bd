package io.lockstep.testkit.simulation;

import io.lockstep.testkit.simulation.Operation.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** One run of a simulated cluster. The same seed always does the same. */
public final class Simulation {
  private final Run run;
  private final Copies copies;
  private final Cluster cluster;
  private final Workload workload;
  private final FaultPlan faults;
  private final FinalChecks finalChecks;
  private final LiveChecks checks;

  Simulation(long seed, Wiring wiring, Sabotage sabotage, int tracedEvents) {
    run = new Run(seed, wiring, sabotage, tracedEvents, UnaryOperator.identity());
    World world = run.world;
    Scenario scenario = run.scenario;
    Lives lives = run.lives;
    copies = new Copies(world, lives, scenario.sessions().backups());
    cluster =
        run.cluster(
            List.of(
                copies, new DeathDecisions(world, lives), new FencedOwners(world, lives, copies)));
    checks = new LiveChecks(world, scenario, copies, lives);
    workload =
        new Workload(
            world,
            scenario.busy(),
            cluster,
            (process, session, intent, seeded, answered) ->
                new Request(world, process, session, intent, checks, sabotage, seeded, answered));
    copies.onWrongLoss(
        truth ->
            truth
                .label()
                .flatMap(workload::session)
                .ifPresent(record -> checks.lostWrongly(record, truth)));
    faults = run.faults(cluster, copies);
    finalChecks = new FinalChecks(world, scenario, cluster, workload, copies, lives);
  }

  /** Runs one seed from its beginning to its end, or to its first violation. */
  public static SimulationResult run(long seed) {
    return new Simulation(seed, Wiring.SINGLE, Sabotage.NONE, Run.LAST_EVENTS).run();
  }

  /** As {@link #run(long)}, with several transport instances in each node. */
  public static SimulationResult runInstances(long seed) {
    return runInstances(seed, Sabotage.NONE);
  }

  /** As {@link #runInstances}, with all events in the trace. */
  public static SimulationResult replayInstances(long seed) {
    return new Simulation(seed, Wiring.INSTANCES, Sabotage.NONE, Run.ALL_EVENTS).run();
  }

  /** As {@link #run(long)}, with all events in the trace. */
  public static SimulationResult replay(long seed) {
    return new Simulation(seed, Wiring.SINGLE, Sabotage.NONE, Run.ALL_EVENTS).run();
  }

  static SimulationResult runInstances(long seed, Sabotage sabotage) {
    return new Simulation(seed, Wiring.INSTANCES, sabotage, Run.LAST_EVENTS).run();
  }

  static SimulationResult run(long seed, Sabotage sabotage) {
    return new Simulation(seed, Wiring.SINGLE, sabotage, Run.LAST_EVENTS).run();
  }

  private SimulationResult run() {
    cluster.start();
    workload.start();
    faults.schedule();
    run.pass(run.scenario.busy().plus(quietTime()));
    run.then(finalChecks::begin, Duration.ofSeconds(90));
    run.then(finalChecks::crashOne, quietTime());
    run.then(finalChecks::visitAll, Duration.ofSeconds(90));
    run.then(finalChecks::end, Duration.ZERO);
    return run.result(faults, counts());
  }

  /** Until failures are noticed, tasks of once a minute have run, and all is in its place. */
  private Duration quietTime() {
    return run.scenario.detectionTime().multipliedBy(2).plusSeconds(90);
  }

  private Map<String, Integer> counts() {
    Map<String, Integer> counts = new TreeMap<>();
    counts.put("writes", workload.writes());
    counts.put("acknowledged", workload.acknowledged());
    counts.put("understated", checks.understated());
    boolean acknowledges = run.scenario.acknowledges();
    counts.put("to be acknowledged", acknowledges ? workload.ended(Outcome.DONE) : 0);
    for (Outcome outcome : Outcome.values()) {
      counts.put(outcome.name(), workload.ended(outcome));
    }
    counts.put("sessions", (int) workload.sessions().count());
    counts.put("lost rightly", workload.lost(copies));
    return counts;
  }
}
