package io.lockstep.web.console;

import io.lockstep.report.NodeObserver;
import io.lockstep.report.NodeReport;
import io.lockstep.report.NodeReport.BackupReport;
import io.lockstep.report.NodeReport.CounterReport;
import io.lockstep.report.NodeReport.DrainReport;
import io.lockstep.report.NodeReport.KeyReport;
import io.lockstep.report.NodeReport.LoopReport;
import io.lockstep.report.NodeReport.LossReport;
import io.lockstep.report.NodeReport.MemberReport;
import io.lockstep.report.NodeReport.PullReport;
import io.lockstep.report.NodeReport.SessionReport;
import io.lockstep.report.NodeReport.StoreReport;
import io.lockstep.report.NodeReport.TaskReport;
import io.lockstep.report.NodeReport.TimingReport;
import io.lockstep.report.NodeReport.TopicReport;
import io.lockstep.report.NodeReport.TopicsReport;
import io.lockstep.report.NodeReport.TransportReport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The reports of a cluster that a test makes up. Thread-safe. */
final class ReportedCluster implements NodeObserver {
  private final Map<String, String> states = new TreeMap<>();
  private final List<SessionReport> sessions = new ArrayList<>();
  private final List<LossReport> losses = new ArrayList<>();
  private final Map<String, Map<String, Long>> published = new TreeMap<>();
  private final Map<String, Map<String, Integer>> entries = new TreeMap<>();
  private final Map<String, String> fetched = new TreeMap<>();
  private final Map<String, Long> changes = new TreeMap<>();
  private final Map<String, DrainReport> drains = new TreeMap<>();
  private final Set<String> synchronising = new HashSet<>();
  private final Set<String> silent = new HashSet<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicLong passedMs = new AtomicLong();

  ReportedCluster(String... servers) {
    for (String server : servers) {
      states.put(server, "alive");
    }
  }

  /** A session; without a backup when none is given. */
  synchronized void session(String key, long epoch, String owner, String... backups) {
    sessions.removeIf(session -> session.key().equals(key));
    String level = backups.length == 0 ? "unprotected" : "acknowledged";
    sessions.add(
        new SessionReport(
            key, epochAt(epoch), 17, owner, List.of(backups), level, 3, 2345, 65_000, 900, 4));
  }

  synchronized void loss(String key, String reason) {
    losses.add(new LossReport(key, epochAt(2), 4, 6, reason, 1_790_000_000_000L));
  }

  /**
   * So many messages of the topic were published on this server so far.
   *
   * @param afterMs how long all servers have run since the last such call
   */
  synchronized void published(String topic, String server, long messages, long afterMs) {
    passedMs.addAndGet(afterMs);
    published.computeIfAbsent(topic, any -> new TreeMap<>()).put(server, messages);
  }

  /**
   * So many changes of sessions were sent by this server so far.
   *
   * @param afterMs how long all servers have run since the last such call
   */
  synchronized void changed(String server, long total, long afterMs) {
    passedMs.addAndGet(afterMs);
    changes.put(server, total);
  }

  /** A shared store with so many entries on this server; who has as many has the same. */
  synchronized void store(String name, String server, int count) {
    entries.computeIfAbsent(name, any -> new TreeMap<>()).put(server, count);
    fetched.remove(server);
  }

  /** A shared store with so many entries on all servers. */
  synchronized void store(String name, int count) {
    states.keySet().forEach(server -> store(name, server, count));
  }

  /** The server fetches what it misses of its stores, until it has another number of entries. */
  synchronized void fetches(String server, String from) {
    fetched.put(server, from);
  }

  synchronized void state(String server, String state) {
    states.put(server, state);
  }

  /** The server drains, and has come so far. */
  synchronized void drains(String server, DrainReport drain) {
    drains.put(server, drain);
  }

  /** The server takes new visitors again. */
  synchronized void resumes(String server) {
    drains.remove(server);
  }

  /** Whether the server does not know its cluster yet. */
  synchronized void synchronises(String server, boolean does) {
    if (does) {
      synchronising.add(server);
    } else {
      synchronising.remove(server);
    }
  }

  /** From now on the server is held for alive, and does not answer. */
  synchronized void silence(String server) {
    silent.add(server);
  }

  /** How often the cluster's report was asked for. */
  int asked() {
    return asked.get();
  }

  private static String epochAt(long counter) {
    return counter + "@00f1e2d3c4b5a697";
  }

  @Override
  public CompletableFuture<NodeReport> report() {
    return CompletableFuture.completedFuture(reports().get(0));
  }

  @Override
  public CompletableFuture<List<NodeReport>> clusterReport() {
    asked.incrementAndGet();
    return CompletableFuture.completedFuture(reports());
  }

  private synchronized List<NodeReport> reports() {
    return states.keySet().stream()
        .filter(server -> !silent.contains(server))
        .filter(server -> "alive".equals(states.get(server)))
        .map(this::report)
        .toList();
  }

  private NodeReport report(String server) {
    List<SessionReport> owned =
        sessions.stream().filter(session -> session.owner().equals(server)).toList();
    List<BackupReport> held = held(server);
    return new NodeReport(
        server,
        incarnation(server),
        true,
        states.keySet().stream().map(member -> member(member, server)).toList(),
        owned,
        owned.size(),
        held,
        held.size(),
        1_500_000,
        (int) owned.stream().filter(session -> session.backups().isEmpty()).count(),
        (int) owned.stream().filter(session -> session.level().equals("unprotected")).count(),
        List.copyOf(losses),
        losses.size(),
        List.of(
            transport("heartbeats", key("AppNode", 1_234)),
            transport(
                "sessions", key("SessionEvents", 400), key("SessionAttributeEvents", 11_000))),
        new TopicsReport(topics(server), 0, 0),
        stores(server),
        entries.size(),
        counters(server),
        List.of(
            new TimingReport("sessions.acknowledgement", 1_200, 900, 800, 4_500, 9_000, 700),
            new TimingReport("sessions.take-over", 0, 0, 0, 0, 0, 152_000)),
        List.of(new TaskReport("resend-task", 30_000, 4, 1_790_000_000_000L, 0)),
        new LoopReport(12_400, 3_100, 10 * ranMs(), 30 * ranMs(), 4),
        ranMs(),
        drains.get(server));
  }

  private long ranMs() {
    return 125_000 + passedMs.get();
  }

  private List<CounterReport> counters(String server) {
    return List.of(
        new CounterReport("frames.foreign", 0),
        new CounterReport("sessions.changes", changes.getOrDefault(server, 0L)),
        new CounterReport("takeovers", 12));
  }

  /** Each server has one listener for each topic, and hears what the others publish. */
  private List<TopicReport> topics(String server) {
    return published.entrySet().stream()
        .map(
            topic -> {
              long all = topic.getValue().values().stream().mapToLong(Long::longValue).sum();
              long own = topic.getValue().getOrDefault(server, 0L);
              return new TopicReport(topic.getKey(), 1, own, all - own, 0);
            })
        .toList();
  }

  private List<StoreReport> stores(String server) {
    return entries.entrySet().stream()
        .map(store -> store(store.getKey(), server, store.getValue()))
        .toList();
  }

  private StoreReport store(String name, String server, Map<String, Integer> counts) {
    int own = counts.getOrDefault(server, 0);
    int most = Collections.max(counts.values());
    List<String> others =
        states.keySet().stream()
            .filter(other -> !other.equals(server) && "alive".equals(states.get(other)))
            .toList();
    List<String> told = others.stream().filter(other -> !silent.contains(other)).toList();
    int same = (int) told.stream().filter(other -> counts.getOrDefault(other, 0) == own).count();
    String from = fetched.get(server);
    return new StoreReport(
        name,
        own,
        100L * own,
        2,
        same,
        told.size() - same,
        others.size() - told.size(),
        0,
        most - own,
        from == null ? null : new PullReport(from, own, most));
  }

  private static TransportReport transport(String name, KeyReport... keys) {
    return new TransportReport(
        name, "amqp", "connected", 12_345, 3_456_789, 23_456, 5_678_901, 7, List.of(keys));
  }

  private static KeyReport key(String key, long frames) {
    return new KeyReport(key, frames, 100 * frames, 2 * frames, 200 * frames, 3);
  }

  private List<BackupReport> held(String server) {
    return sessions.stream()
        .filter(session -> session.backups().contains(server))
        .map(it -> new BackupReport(it.key(), it.epoch(), it.sequence(), it.owner(), it.bytes()))
        .toList();
  }

  private MemberReport member(String member, String reporter) {
    return new MemberReport(
        member,
        "127-0-0-1.demo." + member + ".shop",
        incarnation(member),
        states.getOrDefault(member, "alive"),
        member.equals(reporter),
        "machine-of-" + member,
        "1.4.2",
        (int) sessions.stream().filter(session -> session.owner().equals(member)).count(),
        held(member).size(),
        0.25,
        member.equals(reporter) ? 0 : 1_200,
        synchronising.contains(member),
        drains.containsKey(member));
  }

  private static String incarnation(String server) {
    return "%016x".formatted(server.hashCode() * 0x9e3779b97f4a7c15L);
  }
}
