package io.lockstep.testkit.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One run of a simulated cluster with topics. The same seed always does the same. */
public final class TopicSimulation {
  private static final Duration BUSY = Duration.ofMinutes(5);

  private final Run run;
  private final Cluster cluster;
  private final TopicWorkload workload;
  private final FaultPlan faults;
  private int lostBefore;
  private int heardBefore;

  private TopicSimulation(long seed, Wiring wiring, Sabotage sabotage, int tracedEvents) {
    run = new Run(seed, wiring, sabotage, tracedEvents, scenario -> scenario.lasting(BUSY));
    cluster = run.cluster(List.of());
    workload = new TopicWorkload(run.world, cluster, new TopicTruth(), BUSY);
    var sessions = new Copies(run.world, run.lives, run.scenario.sessions().backups());
    faults = run.faults(cluster, sessions);
  }

  /** Runs one seed from its beginning to its end, or to its first violation. */
  public static SimulationResult run(long seed) {
    return run(seed, Sabotage.NONE);
  }

  static SimulationResult run(long seed, Sabotage sabotage) {
    return new TopicSimulation(seed, Wiring.SINGLE, sabotage, Run.LAST_EVENTS).run();
  }

  /** As {@link #run(long)}, with several transport instances in each node. */
  public static SimulationResult runInstances(long seed) {
    return new TopicSimulation(seed, Wiring.INSTANCES, Sabotage.NONE, Run.LAST_EVENTS).run();
  }

  /** As {@link #runInstances}, with all events in the trace. */
  public static SimulationResult replayInstances(long seed) {
    return new TopicSimulation(seed, Wiring.INSTANCES, Sabotage.NONE, Run.ALL_EVENTS).run();
  }

  /** As {@link #run(long)}, with all events in the trace. */
  public static SimulationResult replay(long seed) {
    return new TopicSimulation(seed, Wiring.SINGLE, Sabotage.NONE, Run.ALL_EVENTS).run();
  }

  private SimulationResult run() {
    cluster.startSomeLate();
    workload.start();
    faults.schedule();
    run.pass(BUSY.plus(quietTime()));
    run.then(workload::checkComplete, Duration.ZERO);
    run.then(this::publishInCalm, Duration.ofSeconds(3));
    run.then(this::checkAllHeard, Duration.ZERO);
    return run.result(
        faults,
        Map.of(
            "published", workload.published(),
            "heard", workload.heard(),
            "lost", workload.lost()));
  }

  /** Until failures are noticed, and everybody has told several times how far it is. */
  private Duration quietTime() {
    return run.scenario.detectionTime().multipliedBy(2).plusSeconds(60);
  }

  private void publishInCalm() {
    lostBefore = workload.lost();
    heardBefore = workload.heard();
    cluster.processes().forEach(process -> workload.publish(process, 3));
  }

  private void checkAllHeard() {
    workload.checkComplete();
    int servers = cluster.processes().size();
    int heard = workload.heard() - heardBefore;
    int lost = workload.lost() - lostBefore;
    if (heard != 3 * servers * servers || lost != 0) {
      run.world.violations.add(
          "Of 3 messages of each of %d servers, published in calm, %d were heard and %d lost"
              .formatted(servers, heard, lost));
    }
  }
}
