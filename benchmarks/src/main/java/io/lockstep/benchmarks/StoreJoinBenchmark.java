package io.lockstep.benchmarks;

import io.lockstep.node.LockstepNode;
import io.lockstep.store.SharedStore;
import io.lockstep.store.StoreListener;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * A store with a million entries of 100 bytes: the heap that they take, beside a {@link
 * ConcurrentHashMap}; how long a server takes to have them when it joins; and what the others
 * notice of that, by the time from a put on one to its listener on another.
 *
 * <p>Settings: {@code benchmark.entries}, {@code benchmark.transports}, {@code
 * benchmark.quiet-seconds}: how long the time of a put is measured before the server joins.
 */
public final class StoreJoinBenchmark implements AutoCloseable {
  private static final String STORE = "million";
  private static final int VALUE_BYTES = 100;
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int PACE_MICROS = 1_000;
  private static final int PACE_KEYS = 1_000;
  private static final String PACE = "pace-";

  private final int entries = Setting.number("entries", 1_000_000);
  private final String name;
  private final Transports transports;
  private final List<LockstepNode> nodes = new ArrayList<>();
  private final ScheduledExecutorService pacer = Executors.newSingleThreadScheduledExecutor();
  private final Histogram late = new ConcurrentHistogram(3);

  private StoreJoinBenchmark(String name, Transports transports) {
    this.name = name;
    this.transports = transports;
  }

  public static void main(String[] arguments) throws Exception {
    System.out.println(MachineFacts.describe());
    System.out.println("- garbage collector: " + MachineFacts.collectors() + "\n");
    var wanted = Setting.text("transports", "memory,amqp");
    try (var broker = ChildProcess.broker(List.of("-Xmx512m"))) {
      tellPlainMap();
      if (wanted.contains("memory")) {
        measure("memory", Transports.memory());
      }
      if (wanted.contains("amqp")) {
        measure("AMQP", Transports.amqp(broker.readiness()));
      }
      System.out.println("\nload average after (1 min): " + MachineFacts.load());
    } catch (Exception | Error e) {
      e.printStackTrace();
      System.exit(1);
    }
    System.exit(0);
  }

  private static void measure(String name, Transports transports) throws Exception {
    try (var benchmark = new StoreJoinBenchmark(name, transports)) {
      benchmark.run();
    }
  }

  private static void tellPlainMap() {
    int entries = Setting.number("entries", 1_000_000);
    System.out.println("| | |");
    System.out.println("|---|---:|");
    long before = HeapUse.bytes();
    Map<String, byte[]> map = new ConcurrentHashMap<>();
    fill(map, entries);
    tell("heap of a ConcurrentHashMap, MB", (HeapUse.bytes() - before) / 1e6);
    if (map.size() != entries) {
      throw new IllegalStateException("entries are missing");
    }
  }

  private void run() throws Exception {
    long empty = HeapUse.bytes();
    LockstepNode first = start("n0");
    fill(store(first), entries);
    await(first);
    long filled = HeapUse.bytes();
    tell(name + ": heap of the server that put them, MB", (filled - empty) / 1e6);
    LockstepNode second = start("n1");
    await(second);
    tell(name + ": heap of a server that received them, MB", (HeapUse.bytes() - filled) / 1e6);
    join(first, second);
  }

  /** A server joins while others work. */
  private void join(LockstepNode putting, LockstepNode hearing) throws Exception {
    store(hearing).addListener(new Ears());
    byte[] value = new byte[VALUE_BYTES];
    SharedStore<String, byte[]> store = store(putting);
    var next =
        new Object() {
          int key;
        };
    var pacing =
        pacer.scheduleAtFixedRate(
            () -> {
              next.key = (next.key + 1) % PACE_KEYS;
              ByteBuffer.wrap(value).putLong(System.nanoTime());
              store.put(PACE + next.key, value.clone());
            },
            0,
            PACE_MICROS,
            TimeUnit.MICROSECONDS);
    pacedFor(Setting.seconds("quiet-seconds", 10));
    late.reset();
    pacedFor(Setting.seconds("quiet-seconds", 10));
    tellLate("before");
    late.reset();
    long begin = System.nanoTime();
    LockstepNode joining = start("n2");
    await(joining);
    tell(name + ": a third server has them all, seconds", (System.nanoTime() - begin) / 1e9);
    tellLate("while it joins");
    if (pacing.isDone()) {
      pacing.get();
    }
  }

  private void pacedFor(Duration length) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(length.toNanos());
  }

  private void tellLate(String when) {
    tell(name + ": put to listener " + when + ", p50 µs", late.getValueAtPercentile(50) / 1e3);
    tell(name + ": put to listener " + when + ", p99 µs", late.getValueAtPercentile(99) / 1e3);
    tell(name + ": put to listener " + when + ", worst µs", late.getMaxValue() / 1e3);
  }

  private LockstepNode start(String server) throws Exception {
    LockstepNode node = BenchmarkNodes.start("join", server, transports);
    nodes.add(node);
    node.started().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    return node;
  }

  private static SharedStore<String, byte[]> store(LockstepNode node) {
    return node.stores().getSharedStore(STORE, String.class, byte[].class);
  }

  private static void fill(Map<String, byte[]> map, int entries) {
    for (int entry = 0; entry < entries; entry++) {
      map.put("key-" + entry, Payload.random(entry, VALUE_BYTES));
    }
  }

  /** Waits until the node has all entries. */
  private void await(LockstepNode node) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (store(node).size() < entries) {
      if (System.nanoTime() > end) {
        throw new TimeoutException(name + ": only " + store(node).size() + " entries came");
      }
      TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
    }
  }

  private static void tell(String what, double value) {
    System.out.printf(Locale.ROOT, "| %s | %,.1f |%n", what, value);
  }

  @Override
  public void close() {
    pacer.shutdownNow();
    nodes.forEach(LockstepNode::close);
  }

  private final class Ears implements StoreListener<String, byte[]> {
    @Override
    public void put(String key, byte[] value) {
      if (key.startsWith(PACE)) {
        late.recordValue(System.nanoTime() - ByteBuffer.wrap(value).getLong());
      }
    }
  }
}
