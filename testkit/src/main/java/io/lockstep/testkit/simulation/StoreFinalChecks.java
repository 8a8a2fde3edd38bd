package io.lockstep.testkit.simulation;

import io.lockstep.report.NodeReport.StoreReport;
import io.lockstep.sequence.VersionVector;
import io.lockstep.store.StoreService;
import io.lockstep.testkit.simulation.StoreTruth.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What must hold of a store once all faults are over and the cluster had time to settle. */
final class StoreFinalChecks {
  private final World world;
  private final Cluster cluster;
  private final StoreWorkload workload;
  private final StoreTruth truth;

  StoreFinalChecks(World world, Cluster cluster, StoreWorkload workload) {
    this.world = world;
    this.cluster = cluster;
    this.workload = workload;
    this.truth = workload.truth();
  }

  /** All nodes have the newest version of each entry, and no tombstone is left. */
  void settled() {
    List<ServerProcess> processes = cluster.processes();
    if (!processes.isEmpty() && processes.stream().allMatch(this::hasNotOpened)) {
      // All crashed when the applications were about to end.
      return;
    }
    same(processes);
    ServerProcess one = processes.get(0);
    Optional<VersionVector> seen = truth.told(one.node().id());
    if (seen.isEmpty()) {
      world.violations.add(one + " never told what it has");
      return;
    }
    for (String key : truth.keys()) {
      Optional<String> value = Optional.ofNullable(workload.of(one).get(key));
      Optional<Version> newest = truth.newest(key, seen.get());
      // By now the time of each entry that had one is over.
      Optional<String> right =
          newest
              .map(Version::value)
              .filter(kept -> !StoreWorkload.endsByItself(kept) && !workload.isReplaced(kept));
      if (!value.equals(right)) {
        world.violations.add(
            "All nodes have %s = %s; the newest version is %s"
                .formatted(key, value.orElse("nothing"), newest));
      }
    }
    processes.forEach(this::report);
  }

  private boolean hasNotOpened(ServerProcess process) {
    return !process.node().stores().names().contains(truth.store());
  }

  private void same(List<ServerProcess> processes) {
    Map<String, String> expected = new TreeMap<>(workload.of(processes.get(0)));
    for (ServerProcess process : processes) {
      Map<String, String> contents = new TreeMap<>(workload.of(process));
      if (!contents.equals(expected)) {
        world.violations.add(
            "%s has %s, and %s has %s".formatted(processes.get(0), expected, process, contents));
      }
    }
  }

  private void report(ServerProcess process) {
    for (StoreReport report : reports(process)) {
      if (report.tombstones() > 0 || report.differing() + report.unknown() > 0) {
        world.violations.add("%s still has %s".formatted(process, report));
      }
    }
  }

  /** Nothing is held any more that cannot be seen. */
  void forgotten() {
    for (ServerProcess process : cluster.processes()) {
      int seen = workload.of(process).size();
      for (StoreReport report : reports(process)) {
        if (report.name().equals(truth.store()) && report.entries() != seen) {
          world.violations.add("%s shows %d entries, and has %s".formatted(process, seen, report));
        }
      }
    }
  }

  private static List<StoreReport> reports(ServerProcess process) {
    return ((StoreService) process.node().stores()).report();
  }

  /** While all is calm, changes go round. */
  void change() {
    for (ServerProcess process : cluster.processes()) {
      workload.put(process, StoreWorkload.KEYS.get(0));
      workload.put(process, "of " + process);
    }
    for (String key : StoreWorkload.KEYS.subList(1, StoreWorkload.KEYS.size())) {
      workload.remove(cluster.processes().get(0), key);
    }
  }

  /** Each change is everywhere soon. */
  void changed() {
    List<ServerProcess> processes = cluster.processes();
    same(processes);
    if (workload.of(processes.get(0)).size() != processes.size() + 1) {
      world.violations.add(
          "After the last changes there are " + new TreeMap<>(workload.of(processes.get(0))));
    }
  }
}
