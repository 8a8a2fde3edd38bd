package io.lockstep.testkit.simulation;

import io.lockstep.store.SharedStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Applications on all servers that change a few entries of one store. Each value is put once. */
final class StoreWorkload {
  /** Few, so that changes meet. */
  static final List<String> KEYS = IntStream.range(0, 8).mapToObj(i -> "k" + i).toList();

  private static final Duration PACE = Duration.ofMillis(150);

  private final World world;
  private final Cluster cluster;
  private final StoreTruth truth;
  private final String store;
  private final Duration busy;
  private final Seeded seeded;
  private final Map<ServerProcess, StoreWitness> witnesses = new HashMap<>();
  private int values;
  private int writes;

  StoreWorkload(World world, Cluster cluster, StoreTruth truth, String store, Duration busy) {
    this.world = world;
    this.cluster = cluster;
    this.truth = truth;
    this.store = store;
    this.busy = busy;
    seeded = new Seeded(world.random());
  }

  void start() {
    goOn();
  }

  private void goOn() {
    world.after(
        seeded.around(PACE),
        () -> {
          if (world.nanos() < busy.toNanos()) {
            List<ServerProcess> serving = cluster.serving();
            if (!serving.isEmpty()) {
              ServerProcess process = seeded.oneOf(serving);
              process.threads().execute(() -> act(process));
            }
            goOn();
          }
        });
  }

  int writes() {
    return writes;
  }

  private void act(ServerProcess process) {
    String key = seeded.oneOf(KEYS);
    switch (seeded.between(0, 9)) {
      case 0, 1 -> look(process, key);
      case 2, 3, 4 -> remove(process, key);
      case 5 -> putIfAbsent(process, key);
      default -> put(process, key);
    }
  }

  SharedStore<String, String> of(ServerProcess process) {
    return process.node().stores().getSharedStore(store, String.class, String.class);
  }

  private void look(ServerProcess process, String key) {
    saw(process, key, Optional.ofNullable(of(process).get(key)));
  }

  void put(ServerProcess process, String key) {
    String value = nextValue(key);
    Optional<String> before = Optional.ofNullable(of(process).put(key, value));
    saw(process, key, before);
    made(process, key, before, Optional.of(value));
  }

  private void putIfAbsent(ServerProcess process, String key) {
    String value = nextValue(key);
    Optional<String> before = Optional.ofNullable(of(process).putIfAbsent(key, value));
    saw(process, key, before);
    if (before.isEmpty()) {
      made(process, key, before, Optional.of(value));
    }
  }

  void remove(ServerProcess process, String key) {
    Optional<String> before = Optional.ofNullable(of(process).remove(key));
    saw(process, key, before);
    if (before.isPresent()) {
      made(process, key, before, Optional.empty());
    }
  }

  private String nextValue(String key) {
    return key + "." + ++values;
  }

  private void made(
      ServerProcess process, String key, Optional<String> before, Optional<String> after) {
    writes++;
    world.trace.note(
        process.server(), "%s: %s becomes %s".formatted(key, text(before), text(after)));
    witness(process).makes(key, after.orElse(null)).ifPresent(wrong -> found(process, wrong));
  }

  private static String text(Optional<String> value) {
    return value.orElse("nothing");
  }

  private void saw(ServerProcess process, String key, Optional<String> value) {
    witness(process).sees(key, value.orElse(null)).ifPresent(wrong -> found(process, wrong));
  }

  private StoreWitness witness(ServerProcess process) {
    return witnesses.computeIfAbsent(process, any -> new StoreWitness(truth));
  }

  private void found(ServerProcess process, String wrong) {
    world.violations.add(process.server() + ": " + wrong);
  }
}
