package io.lockstep.benchmarks;

import io.lockstep.node.LockstepNode;
import io.lockstep.report.NodeReport.CounterReport;
import io.lockstep.session.JdkAttributeCodec;
import io.lockstep.session.SessionSettings;
import io.lockstep.session.SessionUse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The heap that idle sessions of 10 KB take at their owner, also when it passivates them, and at
 * their backup, beside their serialised bytes, and beside the same objects in plain maps.
 *
 * <p>Settings: {@code benchmark.sessions}.
 */
public final class SessionMemoryBenchmark {
  private static final int ATTRIBUTES = 10;
  private static final int PATIENCE_SECONDS = 60;
  private static final int POLL_MILLIS = 100;
  private static final Duration PASSIVATE_AFTER = Duration.ofSeconds(1);

  private final int sessions = Setting.number("sessions", 20_000);

  private SessionMemoryBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    System.out.println(MachineFacts.describe());
    System.out.println("- garbage collector: " + MachineFacts.collectors() + "\n");
    try {
      new SessionMemoryBenchmark().run();
    } catch (Exception | Error e) {
      e.printStackTrace();
      System.exit(1);
    }
    System.exit(0);
  }

  private void run() throws Exception {
    double serialised = serialisedBytes();
    System.out.println("| of a session | bytes | times the serialised bytes |");
    System.out.println("|---|---:|---:|");
    tell("serialised attributes", serialised, serialised);
    double plain = plainMaps();
    tell("heap of plain maps with the objects", plain, serialised);
    var settings = SessionSettings.defaults("memory");
    try (var shares = new HeapShares(settings)) {
      double owner = (double) shares.ofOwner(this::fill) / sessions;
      tell("heap of the owner", owner, serialised);
      tell("heap of the owner, beyond that of plain maps", owner - plain, serialised);
      tell("heap of the backup", (double) shares.ofBackup() / sessions, serialised);
    }
    var passivating = settings.toBuilder().passivateAfter(PASSIVATE_AFTER).build();
    try (var shares = new HeapShares(passivating)) {
      double owner = (double) shares.ofOwner(this::fillAndPassivate) / sessions;
      tell("heap of an owner that has passivated them", owner, serialised);
    }
    System.out.println("\nload average after (1 min): " + MachineFacts.load());
  }

  private static void tell(String what, double bytes, double serialised) {
    System.out.printf(Locale.ROOT, "| %s | %,.0f | %.2f |%n", what, bytes, bytes / serialised);
  }

  private static double serialisedBytes() {
    JdkAttributeCodec codec = BenchmarkNodes.codec();
    double bytes = 0;
    for (Map.Entry<String, byte[]> each : attributes(0).entrySet()) {
      bytes += codec.serialize(each.getKey(), each.getValue()).length;
    }
    return bytes;
  }

  private double plainMaps() {
    long before = HeapUse.bytes();
    Map<String, Map<String, byte[]>> all = new HashMap<>();
    for (int session = 0; session < sessions; session++) {
      all.put("session-" + session, attributes(session));
    }
    long used = HeapUse.bytes() - before;
    if (all.size() != sessions) {
      throw new IllegalStateException("sessions are missing");
    }
    return (double) used / sessions;
  }

  private void fill(LockstepNode owner) throws Exception {
    for (int session = 0; session < sessions; session++) {
      try (SessionUse use = owner.sessions().create(Duration.ofHours(1))) {
        attributes(session).forEach(use.session()::setAttribute);
        var unused = use.commit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
    }
  }

  private void fillAndPassivate(LockstepNode owner) throws Exception {
    fill(owner);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (passivated(owner) < sessions) {
      if (System.nanoTime() > end) {
        throw new TimeoutException(passivated(owner) + " sessions are passivated");
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  private static long passivated(LockstepNode owner) throws Exception {
    return owner.observer().report().get(PATIENCE_SECONDS, TimeUnit.SECONDS).counters().stream()
        .filter(each -> each.name().equals("sessions.passivated"))
        .mapToLong(CounterReport::value)
        .sum();
  }

  private static Map<String, byte[]> attributes(int session) {
    Map<String, byte[]> attributes = new HashMap<>();
    for (int index = 0; index < ATTRIBUTES; index++) {
      attributes.put(
          "attribute" + index, Payload.random((long) session * ATTRIBUTES + index, Payload.BYTES));
    }
    return attributes;
  }
}
