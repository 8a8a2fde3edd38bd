package io.lockstep.testkit.simulation;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sends requests to servers: where the visitor was, else to any that serves. */
final class Balancer {
  private static final Duration SHUNNED = Duration.ofSeconds(20);

  private final World world;
  private final Cluster cluster;
  private final Seeded seeded;
  private final Map<String, Long> shunnedUntilNs = new HashMap<>();

  Balancer(World world, Cluster cluster) {
    this.world = world;
    this.cluster = cluster;
    seeded = new Seeded(world.random());
  }

  /** The server itself when it serves, else any. */
  Optional<ServerProcess> sticky(String server) {
    return cluster.serving(server).filter(this::trusted).or(this::any);
  }

  /** Any server that serves. */
  Optional<ServerProcess> any() {
    List<ServerProcess> serving = cluster.serving();
    List<ServerProcess> trusted = serving.stream().filter(this::trusted).toList();
    List<ServerProcess> choice = trusted.isEmpty() ? serving : trusted;
    return choice.isEmpty() ? Optional.empty() : Optional.of(seeded.oneOf(choice));
  }

  /** A server did not answer: others are preferred for a while. */
  void noAnswerFrom(ServerProcess process) {
    shunnedUntilNs.put(process.server(), world.nanos() + SHUNNED.toNanos());
  }

  private boolean trusted(ServerProcess process) {
    return shunnedUntilNs.getOrDefault(process.server(), 0L) <= world.nanos();
  }
}
