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

  /** What comes after it in a value is when the entry ends. */
  private static final char END = '!';

  private static final int LONGEST_LIFE = 40;

  private final World world;
  private final Cluster cluster;
  private final StoreTruth truth;
  private final Duration busy;
  private final Duration pace;
  private final boolean timed;
  private final Seeded seeded;
  private final Map<ServerProcess, StoreWitness> witnesses = new HashMap<>();
  private final Map<String, ServerProcess> replacers = new HashMap<>();
  private int values;
  private int writes;

  /**
   * @param busy for so long
   * @param pace one change after the other, about
   * @param timed whether some entries end by themselves
   */
  StoreWorkload(
      World world, Cluster cluster, StoreTruth truth, Duration busy, Duration pace, boolean timed) {
    this.world = world;
    this.cluster = cluster;
    this.truth = truth;
    this.busy = busy;
    this.pace = pace;
    this.timed = timed;
    seeded = new Seeded(world.random());
  }

  void start() {
    goOn();
  }

  private void goOn() {
    world.after(
        seeded.around(pace),
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

  StoreTruth truth() {
    return truth;
  }

  /**
   * Whether the value was replaced or removed by a process that still runs. A server that is alone
   * sends nothing, and forgets its removals at once.
   */
  boolean isReplaced(String value) {
    ServerProcess replacer = replacers.get(value);
    return replacer != null && cluster.processes().contains(replacer);
  }

  static boolean endsByItself(String value) {
    return value.indexOf(END) > 0;
  }

  static boolean isOver(String value, long nowMs) {
    return endsByItself(value) && Long.parseLong(value.substring(value.indexOf(END) + 1)) <= nowMs;
  }

  private void act(ServerProcess process) {
    String key = seeded.oneOf(KEYS);
    switch (seeded.between(0, 9)) {
      case 0, 1 -> look(process, key);
      case 2, 3, 4 -> remove(process, key);
      case 5 -> putIfAbsent(process, key);
      case 6 -> {
        if (timed) {
          putForAWhile(process, key);
        } else {
          put(process, key);
        }
      }
      default -> put(process, key);
    }
  }

  SharedStore<String, String> of(ServerProcess process) {
    return process.node().stores().getSharedStore(truth.store(), String.class, String.class);
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

  private void putForAWhile(ServerProcess process, String key) {
    Duration life = Duration.ofSeconds(seeded.between(1, LONGEST_LIFE));
    String value = nextValue(key) + END + (process.nowMs() + life.toMillis());
    Optional<String> before = Optional.ofNullable(of(process).put(key, value, life));
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
    before.ifPresent(value -> replacers.put(value, process));
    world.trace.note(
        process.server(), "%s: %s becomes %s".formatted(key, text(before), text(after)));
    witness(process)
        .makes(key, after.orElse(null), process.nowMs())
        .ifPresent(wrong -> found(process, wrong));
  }

  private static String text(Optional<String> value) {
    return value.orElse("nothing");
  }

  private void saw(ServerProcess process, String key, Optional<String> value) {
    witness(process)
        .sees(key, value.orElse(null), process.nowMs())
        .ifPresent(wrong -> found(process, wrong));
  }

  private StoreWitness witness(ServerProcess process) {
    return witnesses.computeIfAbsent(process, any -> new StoreWitness(truth));
  }

  private void found(ServerProcess process, String wrong) {
    world.violations.add(process.server() + ": " + wrong);
  }
}
