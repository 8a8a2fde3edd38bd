package io.lockstep.testkit.simulation;

import io.lockstep.testkit.simulation.network.Cut;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One server is cut off, and changes what the others remove a moment later. So its changes come
 * when the removals are long past.
 */
final class StoreSplit {
  private static final Duration MOMENT = Duration.ofSeconds(2);

  private final World world;
  private final Cluster cluster;
  private final Networks networks;
  private final StoreWorkload workload;
  private final Seeded seeded;
  private final List<Cut> cuts = new ArrayList<>();

  StoreSplit(World world, Cluster cluster, Networks networks, StoreWorkload workload) {
    this.world = world;
    this.cluster = cluster;
    this.networks = networks;
    this.workload = workload;
    seeded = new Seeded(world.random());
  }

  void begin() {
    List<ServerProcess> others = new ArrayList<>(cluster.processes());
    ServerProcess alone = seeded.oneOf(others);
    others.remove(alone);
    Set<String> names =
        others.stream().map(ServerProcess::server).collect(Collectors.toCollection(TreeSet::new));
    var cut = new Cut(Set.of(alone.server()), names, true);
    world.trace.note("CHECK", "the last " + cut);
    networks.all().forEach(network -> network.cut(cut));
    cuts.add(cut);
    List<String> keys = List.copyOf(workload.of(alone).keySet());
    keys.forEach(key -> workload.put(alone, key));
    world.after(MOMENT, () -> keys.forEach(key -> workload.remove(seeded.oneOf(others), key)));
  }

  void end() {
    cuts.forEach(cut -> networks.all().forEach(network -> network.mend(cut)));
  }
}
