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

  private Simulation(
      long seed,
      Wiring wiring,
      Sabotage sabotage,
      int tracedEvents,
      UnaryOperator<Scenario> change) {
    run = new Run(seed, wiring, sabotage, tracedEvents, change);
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
    return run(seed, Sabotage.NONE);
  }

  /** As {@link #run(long)}, with several transport instances in each node. */
  public static SimulationResult runInstances(long seed) {
    return runInstances(seed, Sabotage.NONE);
  }

  /** As {@link #run(long)}, with sessions that are passivated as soon as they may be. */
  public static SimulationResult runPassivating(long seed) {
    return simulate(seed, Wiring.SINGLE, Sabotage.NONE, Run.LAST_EVENTS, Scenario::passivating);
  }

  /** As {@link #runInstances}, with all events in the trace. */
  public static SimulationResult replayInstances(long seed) {
    return simulate(
        seed, Wiring.INSTANCES, Sabotage.NONE, Run.ALL_EVENTS, UnaryOperator.identity());
  }

  /** As {@link #runPassivating(long)}, with all events in the trace. */
  public static SimulationResult replayPassivating(long seed) {
    return simulate(seed, Wiring.SINGLE, Sabotage.NONE, Run.ALL_EVENTS, Scenario::passivating);
  }

  /** As {@link #run(long)}, with all events in the trace. */
  public static SimulationResult replay(long seed) {
    return simulate(seed, Wiring.SINGLE, Sabotage.NONE, Run.ALL_EVENTS, UnaryOperator.identity());
  }

  static SimulationResult runInstances(long seed, Sabotage sabotage) {
    return simulate(seed, Wiring.INSTANCES, sabotage, Run.LAST_EVENTS, UnaryOperator.identity());
  }

  static SimulationResult run(long seed, Sabotage sabotage) {
    return simulate(seed, Wiring.SINGLE, sabotage, Run.LAST_EVENTS, UnaryOperator.identity());
  }

  private static SimulationResult simulate(
      long seed,
      Wiring wiring,
      Sabotage sabotage,
      int tracedEvents,
      UnaryOperator<Scenario> change) {
    return new Simulation(seed, wiring, sabotage, tracedEvents, change).run();
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
    counts.put("passivated", finalChecks.passivated());
    return counts;
  }
}
