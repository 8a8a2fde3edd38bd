package io.lockstep.testkit.simulation;

import io.lockstep.testkit.simulation.Operation.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One run of a simulated cluster. The same seed always does the same. */
public final class Simulation {
  private static final int TRACED_EVENTS = 2_000;

  private final long seed;
  private final int tracedEvents;
  private final World world;
  private final Scenario scenario;
  private final Copies copies;
  private final Cluster cluster;
  private final Workload workload;
  private final FaultPlan faults;
  private final FinalChecks finalChecks;
  private final LiveChecks checks;

  Simulation(long seed, Wiring wiring, Sabotage sabotage, int tracedEvents) {
    this.seed = seed;
    this.tracedEvents = tracedEvents;
    world = new World(seed, tracedEvents);
    scenario = Scenario.from(world.random());
    Networks networks = wiring.wire(world, scenario);
    var lives = new Lives(world);
    copies = new Copies(world, lives, scenario.sessions().backups());
    networks.watch(lives);
    networks.tap(
        new Wiretap(
            world.trace,
            lives,
            List.of(
                copies, new DeathDecisions(world, lives), new FencedOwners(world, lives, copies))));
    sabotage.attach(world, networks.first());
    cluster = new Cluster(world, scenario, networks, lives, sabotage);
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
    faults =
        new FaultPlan(
            world, new Faults(world, cluster, networks, new OutageCheck(world, copies)), scenario);
    finalChecks = new FinalChecks(world, scenario, cluster, workload, copies, lives);
  }

  /** Runs one seed from its beginning to its end, or to its first violation. */
  public static SimulationResult run(long seed) {
    return new Simulation(seed, Wiring.SINGLE, Sabotage.NONE, TRACED_EVENTS).run();
  }

  /** As {@link #run(long)}, with several transport instances in each node. */
  public static SimulationResult runInstances(long seed) {
    return runInstances(seed, Sabotage.NONE);
  }

  /** As {@link #runInstances}, with all events in the trace. */
  public static SimulationResult replayInstances(long seed) {
    return new Simulation(seed, Wiring.INSTANCES, Sabotage.NONE, Integer.MAX_VALUE).run();
  }

  /** As {@link #run(long)}, with all events in the trace. */
  public static SimulationResult replay(long seed) {
    return new Simulation(seed, Wiring.SINGLE, Sabotage.NONE, Integer.MAX_VALUE).run();
  }

  static SimulationResult runInstances(long seed, Sabotage sabotage) {
    return new Simulation(seed, Wiring.INSTANCES, sabotage, TRACED_EVENTS).run();
  }

  static SimulationResult run(long seed, Sabotage sabotage) {
    return new Simulation(seed, Wiring.SINGLE, sabotage, TRACED_EVENTS).run();
  }

  private SimulationResult run() {
    cluster.start();
    workload.start();
    faults.schedule();
    runFor(scenario.busy().plus(quietTime()));
    then(finalChecks::begin, Duration.ofSeconds(90));
    then(finalChecks::crashOne, quietTime());
    then(finalChecks::visitAll, Duration.ofSeconds(90));
    then(finalChecks::end, Duration.ZERO);
    return result();
  }

  private void then(Runnable next, Duration duration) {
    if (!world.violations.any()) {
      next.run();
      runFor(duration);
    }
  }

  /** Until failures are noticed, tasks of once a minute have run, and all is in its place. */
  private Duration quietTime() {
    return scenario.detectionTime().multipliedBy(2).plusSeconds(90);
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
    counts.put("acknowledged", workload.acknowledged());
    counts.put("understated", checks.understated());
    counts.put("to be acknowledged", scenario.acknowledges() ? workload.ended(Outcome.DONE) : 0);
    for (Outcome outcome : Outcome.values()) {
      counts.put(outcome.name(), workload.ended(outcome));
    }
    counts.put("sessions", (int) workload.sessions().count());
    counts.put("lost rightly", workload.lost(copies));
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
